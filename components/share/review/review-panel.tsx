"use client";

import { useTranslations } from "next-intl";
import { CommentForm } from "@/components/share/review/comment-form";
import { CommentItem } from "@/components/share/review/comment-item";
import { pinNumbers } from "@/components/share/review/pin-numbers";
import { useReview } from "@/components/share/review/use-review";
import { VerdictBar } from "@/components/share/review/verdict-bar";
import type { ImageId } from "@/lib/contracts/ids";

type Props = { imageId: ImageId; onShow: (imageId: ImageId) => void };

/** What people said about the shown picture and the others, and the visitor's verdict. */
export function ReviewPanel({ imageId, onShow }: Props) {
  const t = useTranslations("share.review");
  const review = useReview();
  if (review === null) return null;
  const here = review.commentsOf(imageId);
  const numbers = pinNumbers(here);
  const roots = here.filter(({ parentId }) => parentId === null);
  const elsewhere = new Map<ImageId, number>();
  for (const { imageId: other } of review.comments) {
    if (other !== imageId) elsewhere.set(other, (elsewhere.get(other) ?? 0) + 1);
  }
  return (
    <aside aria-label={t("title")} className="flex min-h-0 flex-1 flex-col lg:h-full">
      <h2 className="flex h-14 shrink-0 items-center gap-2 px-5 text-[14px] font-semibold">
        {t("title")}
        <span className="figures font-normal text-muted">{review.comments.length}</span>
      </h2>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <ul>
          {roots.map((comment) => (
            <CommentItem
              key={comment.id}
              comment={comment}
              number={numbers.get(comment.id) ?? 0}
              replies={here.filter(({ parentId }) => parentId === comment.id)}
            />
          ))}
        </ul>
        {[...elsewhere].map(([other, count]) => (
          <button
            key={other}
            type="button"
            onClick={() => onShow(other)}
            className="block min-h-10 w-full px-5 text-left text-[13px] text-muted hover:text-ink"
          >
            {t("elsewhere", { count })}
          </button>
        ))}
      </div>
      <div className="shrink-0 space-y-3 border-t border-line px-5 py-4">
        <CommentForm imageId={imageId} />
        {review.hasFailed && (
          <p role="alert" className="text-[13px] text-danger">
            {t("failed")}
          </p>
        )}
        <VerdictBar />
        {review.me && (
          <p className="text-center text-[12px] text-muted">
            {t("hereAs", { name: review.me.name })}
          </p>
        )}
      </div>
    </aside>
  );
}
