"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { referenceNumber } from "@/components/composer/mention";
import { imageIdOf, type Reference } from "@/components/composer/use-references";
import { type WordsFor, withoutMention } from "@/lib/client/mention-text";
import type { ImageId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";

type Pictures = {
  references: Reference[];
  addImage: (image: ImageView) => boolean;
  addPicture: (imageId: ImageId) => boolean;
  moveReference: (key: string, to: number) => void;
};

/**
 * References and their names, numbered as the model counts, base first. A reference that is also the base is sent once,
 * as the base, and becomes a reference again when the base changes.
 */
export function useNaming(pictures: Pictures, baseId: ImageId | null) {
  const t = useTranslations("composer.mention");
  const references = useMemo(
    () => pictures.references.filter((one) => baseId === null || imageIdOf(one) !== baseId),
    [pictures.references, baseId],
  );
  const images = useMemo(
    () => references.flatMap((one) => (one.state === "ready" ? [one.image] : [])),
    [references],
  );
  const hasBase = baseId !== null;
  const words = (index: number) => t("words", { number: referenceNumber(index, hasBase) });

  const wordsFor: WordsFor = (imageId) => {
    if (imageId === baseId) return t("words", { number: 1 });
    const index = references.findIndex((one) => imageIdOf(one) === imageId);
    return index < 0 ? null : words(index);
  };

  return {
    references,
    images,
    wordsFor,
    /** Adds the picture as a reference if it is not one yet, and returns its name. */
    nameImage: (image: ImageView): string | null => {
      const known = wordsFor(image.id);
      if (known !== null) return known;
      return pictures.addImage(image) ? words(references.length) : null;
    },
    /** The same for a picture of which only the id is known. */
    namePicture: (imageId: ImageId): string | null => {
      const known = wordsFor(imageId);
      if (known !== null) return known;
      return pictures.addPicture(imageId) ? words(references.length) : null;
    },
    /** Removing a reference removes its mentions. */
    withoutReference: (text: string, key: string): string => {
      const removed = pictures.references.find((one) => one.key === key);
      const imageId = removed ? imageIdOf(removed) : null;
      return imageId === null ? text : withoutMention(text, imageId);
    },
    /** `to` indexes the visible references. */
    moveReference: (key: string, to: number) => {
      const target = references[to];
      if (target) pictures.moveReference(key, pictures.references.indexOf(target));
    },
  };
}
