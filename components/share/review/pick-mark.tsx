"use client";

import { Heart } from "lucide-react";
import { useTranslations } from "next-intl";
import { useReview } from "@/components/share/review/use-review";
import { classNames } from "@/components/ui/class-names";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import type { ImageId } from "@/lib/contracts/ids";

/** How many visitors picked a picture, over its corner; filled where this visitor did. */
export function PickMark({ imageId, className }: { imageId: ImageId; className: string }) {
  const t = useTranslations("share.review");
  const review = useReview();
  const count = review?.picks.find((pick) => pick.imageId === imageId)?.count ?? 0;
  if (review === null || count === 0) return null;
  const isMine = review.pickedIds.includes(imageId);
  return (
    <span
      className={classNames(
        "figures pointer-events-none absolute flex h-5 items-center gap-1 rounded-full bg-black/70 px-1.5 text-[11px] leading-none text-white",
        className,
      )}
    >
      <Heart aria-hidden className={classNames("size-3", isMine && "fill-current")} />
      <span aria-hidden>{count}</span>
      <VisuallyHidden>{t(isMine ? "picksWithMine" : "picks", { count })}</VisuallyHidden>
    </span>
  );
}
