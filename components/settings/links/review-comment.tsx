"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useReviewCalls } from "@/components/settings/links/use-review-calls";
import { useReaderZone } from "@/components/shell/use-reader-zone";
import { Button } from "@/components/ui/button";
import { formText } from "@/components/ui/form-text";
import { fieldClass } from "@/components/ui/text-field";
import type { ShareCommentId, ShareId } from "@/lib/contracts/ids";
import { imageBytesPath } from "@/lib/contracts/paths";
import type { ShareCommentView } from "@/lib/contracts/share-reviews";

type Props = {
  shareId: ShareId;
  comment: ShareCommentView;
  replies: readonly ShareCommentView[];
  /** The comment or reply to scroll to. */
  shownId?: ShareCommentId | undefined;
};

/** A visitor's comment beside its picture: answer, resolve, approve, delete. */
export function ReviewComment({ shareId, comment, replies, shownId }: Props) {
  const t = useTranslations("shares.review");
  const calls = useReviewCalls(shareId);
  const [isReplying, setReplying] = useState(false);
  const { id, imageId, isHeld, isResolved } = comment;
  const reply = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const body = formText(event.currentTarget, "reply").trim();
    if (body === "") return;
    setReplying(false);
    calls.reply.mutate({ imageId, parentId: id, body });
  };
  const action = "min-h-8 font-medium text-muted hover:text-ink pointer-coarse:min-h-10";
  return (
    <li className="flex gap-3 border-b border-line py-3 text-[14px] leading-5 last:border-0">
      <img
        src={imageBytesPath(imageId, 256)}
        alt=""
        className="h-9 w-12 shrink-0 rounded-print bg-plate object-cover"
      />
      <div className={`min-w-0 flex-1 ${isResolved ? "text-muted" : ""}`}>
        <Words comment={comment} isShown={comment.id === shownId} />
        {replies.map((one) => (
          <div key={one.id} className="mt-2 border-l-2 border-line pl-3">
            <Words comment={one} isShown={one.id === shownId} />
          </div>
        ))}
        <div className="mt-1 flex flex-wrap gap-x-4 text-[13px]">
          {isHeld && (
            <button
              type="button"
              className="min-h-8 font-medium text-accent-strong"
              onClick={() => calls.moderate.mutate({ id, body: { isHeld: false } })}
            >
              {t("approve")}
            </button>
          )}
          <button type="button" className={action} onClick={() => setReplying(!isReplying)}>
            {t("reply")}
          </button>
          <button
            type="button"
            className={action}
            onClick={() => calls.moderate.mutate({ id, body: { isResolved: !isResolved } })}
          >
            {t(isResolved ? "reopen" : "resolve")}
          </button>
          <button type="button" className={action} onClick={() => calls.remove.mutate(id)}>
            {t("delete")}
          </button>
        </div>
        {isReplying && (
          <form className="mt-1 flex gap-2" onSubmit={reply}>
            <input
              name="reply"
              aria-label={t("reply")}
              maxLength={2_000}
              className={`${fieldClass} h-9 min-w-0 flex-1 text-[14px]!`}
            />
            <Button type="submit">{t("send")}</Button>
          </form>
        )}
      </div>
    </li>
  );
}

/** Ref callback of the comment that a notice links to. */
function scrollTo(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: "center" });
}

type WordsProps = { comment: ShareCommentView; isShown: boolean };

function Words({ comment: { by, body, createdAt }, isShown }: WordsProps) {
  const t = useTranslations("shares.review");
  const format = useFormatter();
  const timeZone = useReaderZone();
  return (
    <div
      ref={isShown ? scrollTo : undefined}
      className={isShown ? "-mx-2 rounded-control bg-accent-wash px-2 py-1" : undefined}
    >
      <p className="flex items-baseline gap-2">
        <span className="truncate font-medium">{by ?? t("someone")}</span>
        <span className="figures shrink-0 text-[12px] text-muted">
          {format.dateTime(new Date(createdAt), {
            dateStyle: "medium",
            timeStyle: "short",
            timeZone,
          })}
        </span>
      </p>
      <p className="break-words whitespace-pre-line">{body}</p>
    </div>
  );
}
