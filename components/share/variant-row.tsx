"use client";

import { useTranslations } from "next-intl";
import { sharedImagePath, useShare } from "@/components/share/share-context";
import { classNames } from "@/components/ui/class-names";
import type { ImageId } from "@/lib/contracts/ids";
import type { SharedStep } from "@/lib/contracts/share-view";

type Props = {
  step: SharedStep;
  shownId: ImageId | null;
  onPick: (imageId: ImageId) => void;
};

/** The other pictures of an instruction that made several. */
export function VariantRow({ step, shownId, onPick }: Props) {
  const t = useTranslations("share.evolve");
  const { base } = useShare();
  if (step.imageIds.length < 2) return null;
  return (
    <div role="group" aria-label={t("variants")} className="mt-3 flex gap-2">
      {step.imageIds.map((imageId, index) => (
        <button
          key={imageId}
          type="button"
          aria-label={t("variant", { number: index + 1, count: step.imageIds.length })}
          aria-pressed={imageId === shownId}
          onClick={() => onPick(imageId)}
          className={classNames(
            "size-10 overflow-hidden rounded-print bg-plate",
            imageId === shownId && "ring-2 ring-ink ring-offset-2 ring-offset-paper",
          )}
        >
          <img
            src={sharedImagePath(base, imageId, 256)}
            alt=""
            decoding="async"
            className="size-full object-cover"
          />
        </button>
      ))}
    </div>
  );
}
