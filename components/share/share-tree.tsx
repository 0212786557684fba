"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useMemo, useRef } from "react";
import { sharedImagePath, useShare } from "@/components/share/share-context";
import { IconButton } from "@/components/ui/icon-button";
import { type LineageNode, LineageTree } from "@/components/viewer/lineage-tree";
import type { ImageId } from "@/lib/contracts/ids";

type Props = { currentId: ImageId; onPick: (imageId: ImageId) => void; onClose: () => void };

/** All versions of a thread as a tree. */
export function ShareTree({ currentId, onPick, onClose }: Props) {
  const t = useTranslations("share.tree");
  const common = useTranslations("common");
  const { base, view } = useShare();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  const nodes = useMemo(() => {
    const labels = new Map(
      view.steps.flatMap(({ imageIds, instruction }) =>
        imageIds.map((imageId) => [imageId, instruction] as const),
      ),
    );
    return [...view.images].map((image): LineageNode => ({
      id: image.id,
      baseId: image.parentId,
      referenceIds: [],
      label: labels.get(image.id) ?? image.alt,
      state: "kept",
      thumbhash: image.thumbhash,
      address: sharedImagePath(base, image.id, 256),
    }));
  }, [base, view]);
  return (
    <dialog
      ref={dialog}
      aria-label={t("title")}
      onClose={onClose}
      className="m-auto max-h-[86dvh] max-w-[min(1100px,calc(100vw-32px))] overflow-hidden rounded-panel border border-line bg-raised p-0 text-ink backdrop:bg-veil"
    >
      <div className="flex max-h-[86dvh] flex-col p-5">
        <div className="mb-4 flex items-center justify-between gap-6">
          <h2 className="text-[17px] leading-6 font-semibold">{t("title")}</h2>
          <IconButton label={common("close")} onClick={onClose}>
            <X aria-hidden className="size-4" />
          </IconButton>
        </div>
        <div className="min-h-0 overflow-auto">
          <LineageTree
            title={t("title")}
            nodes={nodes}
            currentId={currentId}
            comparedId={null}
            isLarge
            onPick={(imageId) => {
              onPick(imageId);
              onClose();
            }}
          />
        </div>
      </div>
    </dialog>
  );
}
