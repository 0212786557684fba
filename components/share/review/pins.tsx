"use client";

import { useTranslations } from "next-intl";
import { useReview } from "@/components/share/review/use-review";
import { pinNumbers } from "@/components/share/review/pin-numbers";
import { classNames } from "@/components/ui/class-names";
import type { ImageId } from "@/lib/contracts/ids";

const pinClass =
  "absolute grid size-7 -translate-1/2 place-items-center rounded-full border-2 border-white text-[12px] font-semibold shadow-[0_1px_4px_rgb(0_0_0/0.3)]";

/** Comments on points of a picture, numbered as in the list. */
export function Pins({ imageId }: { imageId: ImageId }) {
  const t = useTranslations("share.review");
  const review = useReview();
  if (review === null) return null;
  const { activeId, setActiveId, point } = review;
  const comments = review.commentsOf(imageId);
  const numbers = pinNumbers(comments);
  return (
    <>
      {comments.map((comment) => {
        const number = numbers.get(comment.id);
        if (comment.at === null || number === undefined || comment.isResolved) return null;
        const isActive = comment.id === activeId;
        return (
          <button
            key={comment.id}
            type="button"
            aria-label={t("pin", { number, words: comment.body })}
            aria-pressed={isActive}
            onClick={() => setActiveId(isActive ? null : comment.id)}
            className={classNames(
              pinClass,
              isActive ? "bg-[#c23e22] text-white" : "bg-[#1b1a17] text-white",
            )}
            style={{ left: `${comment.at.x * 100}%`, top: `${comment.at.y * 100}%` }}
          >
            {number}
          </button>
        );
      })}
      {point?.imageId === imageId && (
        <span
          aria-hidden
          className={classNames(pinClass, "bg-[#c23e22] text-white")}
          style={{ left: `${point.at.x * 100}%`, top: `${point.at.y * 100}%` }}
        >
          +
        </span>
      )}
    </>
  );
}
