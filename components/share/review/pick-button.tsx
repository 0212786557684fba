"use client";

import { Heart } from "lucide-react";
import { useTranslations } from "next-intl";
import { useReview } from "@/components/share/review/use-review";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import type { ImageId } from "@/lib/contracts/ids";

/** A heart: the visitor picks this picture. Renders nothing where the link is only for looking. */
export function PickButton({ imageId, className }: { imageId: ImageId; className: string }) {
  const t = useTranslations("share.review");
  const review = useReview();
  if (review === null) return null;
  const isPicked = review.pickedIds.includes(imageId);
  return (
    <Button
      aria-pressed={isPicked}
      onClick={() => review.togglePick(imageId)}
      className={className}
    >
      <Heart aria-hidden className={classNames("size-4", isPicked && "fill-current")} />
      {t(isPicked ? "picked" : "pick")}
    </Button>
  );
}
