"use client";

import { useTranslations } from "next-intl";
import { type IncomingPicture, readAddress } from "@/components/composer/picture-address";
import { toast } from "@/components/ui/toast";
import type { ImageId } from "@/lib/contracts/ids";

type Pictures = {
  addFiles: (files: Iterable<File>) => void;
  addAddress: (url: string) => void;
  addPicture: (imageId: ImageId) => boolean;
};

/** Turns pasted, dropped or typed pictures into references, and reports those that are refused. */
export function useIncomingPictures({ addFiles, addAddress, addPicture }: Pictures) {
  const t = useTranslations("composer.refused");

  const onPictures = (incoming: IncomingPicture[]) => {
    const files = incoming.flatMap((one) => (one.kind === "file" ? [one.file] : []));
    if (files.length > 0) addFiles(files);
    for (const one of incoming) {
      if (one.kind === "own") addPicture(one.imageId);
      else if (one.kind === "address") addAddress(one.url);
    }
    const reasons = incoming.flatMap((one) => (one.kind === "refused" ? [one.why] : []));
    for (const why of new Set(reasons)) void toast(t(why), { tone: "error" });
  };

  const onAddress = (text: string) => {
    const incoming = readAddress(text, window.location.origin);
    // For unreadable text the server's error explains what an address looks like.
    const isUnclear = incoming.kind === "refused" && incoming.why === "unreadable";
    onPictures([isUnclear ? { kind: "address", url: text } : incoming]);
  };

  return { onPictures, onAddress };
}
