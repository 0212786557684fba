"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { pressedKey } from "@/components/ui/pressed-key";
import { TITLE_MAX_CHARS } from "@/lib/contracts/limits";

type Props = { title: string; onSave: (title: string) => void; onCancel: () => void };

/** Edits a title in place: Enter or blur saves, Escape cancels. An empty title is not saved. */
export function RenameField({ title, onSave, onCancel }: Props) {
  const t = useTranslations("shell.thread");
  const [text, setText] = useState(title);
  // Unmounting the field blurs it; that must not save a second time.
  const isDone = useRef(false);
  const finish = (isSaved: boolean) => {
    if (isDone.current) return;
    isDone.current = true;
    const next = text.trim();
    if (isSaved && next && next !== title) onSave(next);
    else onCancel();
  };
  return (
    <input
      autoFocus
      value={text}
      maxLength={TITLE_MAX_CHARS}
      aria-label={t("title")}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        const key = pressedKey(event);
        if (key === "Enter") finish(true);
        if (key === "Escape") finish(false);
      }}
      className="h-8 w-full min-w-0 rounded-[6px] border border-accent bg-raised px-1.5 text-ink outline-none"
    />
  );
}
