"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useState } from "react";
import { pressedKey } from "@/components/ui/pressed-key";
import { toast } from "@/components/ui/toast";
import { hint } from "@/components/ui/tooltip";
import { useProblemText } from "@/lib/client/problem-text";
import { useUpdateThread } from "@/lib/client/thread-mutations";
import type { ThreadSummary } from "@/lib/contracts/threads";
import { TITLE_MAX_CHARS } from "@/lib/contracts/limits";

/** The thread's title; a click edits it. Enter or blur saves, Escape cancels. */
export function ThreadTitle({ thread, mayRename }: { thread: ThreadSummary; mayRename: boolean }) {
  const t = useTranslations("studio.header");
  const problemText = useProblemText();
  const update = useUpdateThread();
  const [draft, setDraft] = useState<string | null>(null);

  const keep = () => {
    const title = draft?.trim() ?? "";
    setDraft(null);
    if (title === "" || title === thread.title) return;
    update.mutate(
      { threadId: thread.id, title },
      { onError: (error) => void toast(problemText(error), { tone: "error" }) },
    );
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const key = pressedKey(event);
    if (key === "Enter") event.currentTarget.blur();
    if (key === "Escape") setDraft(null);
  };

  if (draft !== null && mayRename) {
    return (
      <input
        autoFocus
        aria-label={t("title")}
        value={draft}
        maxLength={TITLE_MAX_CHARS}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={keep}
        onKeyDown={onKeyDown}
        className="-mx-1.5 h-8 min-w-0 flex-1 rounded-[6px] bg-sunken px-1.5 text-[16px] font-semibold text-ink outline-none sm:max-w-96 sm:text-[14px]"
      />
    );
  }
  if (!mayRename) {
    return <h1 className="min-w-0 truncate text-[14px] font-semibold">{thread.title}</h1>;
  }
  return (
    <h1 className="-mx-1.5 min-w-0 text-[14px] font-semibold">
      <button
        type="button"
        {...hint(t("rename"))}
        onClick={() => setDraft(thread.title)}
        className="block h-8 max-w-full truncate rounded-[6px] px-1.5 text-left transition-colors hover:bg-hover"
      >
        {thread.title}
      </button>
    </h1>
  );
}
