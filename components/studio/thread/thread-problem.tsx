"use client";

import { useTranslations } from "next-intl";
import { ThreadHeader } from "@/components/studio/thread/thread-header";
import { Button } from "@/components/ui/button";
import { useProblemText } from "@/lib/client/problem-text";

type Props = { error: unknown; onRetry: () => void };

/** Replaces a thread that failed to load: what happened, and a retry. */
export function ThreadProblem({ error, onRetry }: Props) {
  const t = useTranslations("studio.thread");
  const problemText = useProblemText();
  return (
    <div className="flex h-dvh min-w-0 flex-1 flex-col">
      <ThreadHeader title={null} />
      <div
        role="alert"
        className="flex flex-1 flex-col items-center justify-center gap-4 px-6 text-center"
      >
        <p className="max-w-96 text-[15px] leading-[22px] text-balance text-muted">
          {problemText(error)}
        </p>
        <Button onClick={onRetry}>{t("again")}</Button>
      </div>
    </div>
  );
}
