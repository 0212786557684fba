"use client";

import { Send, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useReview } from "@/components/share/review/use-review";
import { IconButton } from "@/components/ui/icon-button";
import { isSendKey } from "@/components/ui/pressed-key";
import { fieldClass } from "@/components/ui/text-field";
import type { ImageId, ShareCommentId } from "@/lib/contracts/ids";

type Props = {
  imageId: ImageId;
  /** A reply to this comment. */
  parentId?: ShareCommentId;
  onDone?: () => void;
};

/** A comment on the picture, or on the point that was clicked. */
export function CommentForm({ imageId, parentId, onDone }: Props) {
  const t = useTranslations("share.review");
  const review = useReview();
  const [text, setText] = useState("");
  const [isSending, setSending] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const isReply = parentId !== undefined;
  const point = isReply ? null : (review?.point ?? null);
  useEffect(() => {
    if (point !== null) field.current?.focus();
  }, [point]);
  if (review === null) return null;
  const isPinned = point?.imageId === imageId;
  const send = async () => {
    const body = text.trim();
    if (body === "" || isSending) return;
    setSending(true);
    const isDone = await review.comment(imageId, body, parentId);
    setSending(false);
    if (!isDone) return;
    setText("");
    onDone?.();
  };
  const label = t(isReply ? "reply" : isPinned ? "onPoint" : "placeholder");
  return (
    <form
      className="relative"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void send();
      }}
    >
      <textarea
        ref={field}
        rows={isReply || isPinned || text !== "" ? 3 : 1}
        value={text}
        maxLength={2_000}
        aria-label={label}
        placeholder={label}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (!isSendKey(event)) return;
          event.preventDefault();
          void send();
        }}
        className={`${fieldClass} block resize-none py-2.5 pr-10 leading-5 max-sm:text-[16px]!`}
      />
      <span className="absolute right-1 bottom-1 flex">
        {isPinned && (
          <IconButton label={t("unpin")} onClick={() => review.setPoint(null)}>
            <X aria-hidden className="size-4" />
          </IconButton>
        )}
        <IconButton type="submit" label={t("send")} disabled={text.trim() === "" || isSending}>
          <Send aria-hidden className="size-4" />
        </IconButton>
      </span>
    </form>
  );
}
