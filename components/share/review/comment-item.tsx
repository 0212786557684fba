"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { CommentForm } from "@/components/share/review/comment-form";
import { useReview } from "@/components/share/review/use-review";
import { useReaderZone } from "@/components/shell/use-reader-zone";
import { classNames } from "@/components/ui/class-names";
import type { ShareCommentView } from "@/lib/contracts/share-reviews";

type Props = { comment: ShareCommentView; number: number; replies: readonly ShareCommentView[] };

/** A comment with its replies. */
export function CommentItem({ comment, number, replies }: Props) {
  const t = useTranslations("share.review");
  const review = useReview();
  const [isReplying, setReplying] = useState(false);
  if (review === null) return null;
  const isActive = review.activeId === comment.id;
  const action = "min-h-8 font-medium text-muted hover:text-ink pointer-coarse:min-h-10";
  return (
    <li
      className={classNames(
        "px-5 py-3 text-[14px] leading-5",
        isActive && "bg-raised",
        comment.isResolved && "opacity-60",
      )}
    >
      <div className="flex items-center gap-2">
        <button
          type="button"
          aria-label={t("showPin", { number })}
          onClick={() => review.setActiveId(isActive ? null : comment.id)}
          className={classNames(
            "grid size-5 shrink-0 place-items-center rounded-full text-[11px] font-semibold",
            isActive ? "bg-accent-strong text-on-accent" : "bg-ink text-paper",
          )}
        >
          {number}
        </button>
        <Author comment={comment} />
      </div>
      <p className="mt-1 break-words whitespace-pre-line">{comment.body}</p>
      {replies.map((reply) => (
        <div key={reply.id} className="mt-2 border-l-2 border-line pl-3">
          <Author comment={reply} />
          <p className="break-words whitespace-pre-line">{reply.body}</p>
        </div>
      ))}
      <div className="mt-1 flex gap-4 text-[13px]">
        <button type="button" className={action} onClick={() => setReplying(!isReplying)}>
          {t("reply")}
        </button>
        {comment.isMine && (
          <>
            <button type="button" className={action} onClick={() => review.resolve(comment)}>
              {t(comment.isResolved ? "reopen" : "resolve")}
            </button>
            <button type="button" className={action} onClick={() => review.remove(comment)}>
              {t("delete")}
            </button>
          </>
        )}
      </div>
      {isReplying && (
        <CommentForm
          imageId={comment.imageId}
          parentId={comment.id}
          onDone={() => setReplying(false)}
        />
      )}
    </li>
  );
}

function Author({ comment: { by, createdAt, isHeld } }: { comment: ShareCommentView }) {
  const t = useTranslations("share.review");
  const format = useFormatter();
  const timeZone = useReaderZone();
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <span className="truncate font-medium text-ink">{by ?? t("someone")}</span>
      <span className="figures shrink-0 text-[12px] text-muted">
        {isHeld
          ? t("held")
          : format.dateTime(new Date(createdAt), {
              day: "numeric",
              month: "short",
              hour: "numeric",
              minute: "2-digit",
              timeZone,
            })}
      </span>
    </span>
  );
}
