"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { type LineageNode, LineageTree } from "@/components/viewer/lineage-tree";
import { lineageQuery } from "@/lib/client/detail-queries";
import type { ImageId } from "@/lib/contracts/ids";
import type { LineageImage } from "@/lib/contracts/images";
import { imageBytesPath } from "@/lib/contracts/paths";

type Props = {
  imageId: ImageId;
  /** The picture that it is compared with. */
  comparedId: ImageId | null;
  onPick: (imageId: ImageId) => void;
};

/** The pictures that led to this one, and those made from it. Renders nothing if there are none. */
export function Lineage({ imageId, comparedId, onPick }: Props) {
  const t = useTranslations("viewer.lineage");
  const { data, isError } = useQuery({
    ...lineageQuery(imageId),
    // A walk along the tree keeps the tree on screen until the next one is there.
    placeholderData: (old) =>
      old?.images.some(({ image }) => image.id === imageId) ? old : undefined,
  });
  const nodes = useMemo(() => data?.images.map((one) => toNode(one, t)) ?? [], [data, t]);
  if (data === undefined || (data.images.length < 2 && !isError)) {
    return isError ? <p className="mt-6 text-[13px] text-muted">{t("failed")}</p> : null;
  }
  return (
    <section className="mt-6 border-t border-line pt-4">
      <header className="mb-3 flex items-baseline justify-between gap-3">
        <h2 className="text-[13px] font-medium text-ink">{t("title")}</h2>
        <p className="figures text-[12px] text-muted">
          {t("counts", { before: data.before, after: data.after })}
        </p>
      </header>
      <LineageTree
        title={t("title")}
        nodes={nodes}
        currentId={imageId}
        comparedId={comparedId}
        onPick={onPick}
      />
      {data.isCut && <p className="mt-2 text-[12px] text-muted">{t("cut")}</p>}
    </section>
  );
}

type Translate = ReturnType<typeof useTranslations<"viewer.lineage">>;

function toNode(one: LineageImage, t: Translate): LineageNode {
  const { id, state, thumbhash } = one.image;
  const { baseId, referenceIds } = one;
  const label = nameOf(one, t);
  return { id, state, thumbhash, baseId, referenceIds, label, address: imageBytesPath(id, 256) };
}

function nameOf({ image, label }: LineageImage, t: Translate): string {
  if (image.state === "purged") return t("purged");
  const name = label ?? image.name;
  if (image.state === "trashed") return name === "" ? t("inTrash") : t("trashed", { name });
  return name;
}
