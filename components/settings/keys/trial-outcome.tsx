"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { threadPageQuery } from "@/lib/client/queries";
import type { GenerationView } from "@/lib/contracts/generations";
import type { ThreadId } from "@/lib/contracts/ids";

/** What became of the picture that was asked for, as the event stream tells it, and the way to its thread. */
export function TrialOutcome({ threadId }: { threadId: ThreadId }) {
  const t = useTranslations("keys.trial");
  const { data: page } = useQuery(threadPageQuery(threadId));
  const sentence = useSentence(page?.path[0]?.generations.at(-1));
  return (
    <p role="status" className="mt-3 text-[13px] leading-5 text-muted">
      {sentence}{" "}
      <Link href={`/t/${threadId}`} className="text-ink underline underline-offset-3">
        {t("look")}
      </Link>
    </p>
  );
}

function useSentence(generation: GenerationView | undefined): string {
  const t = useTranslations("keys.trial");
  const failures = useTranslations("failures");
  if (generation?.state === "succeeded") return t("came");
  if (generation === undefined || generation.finishedAt === null) return t("underWay");
  const code = generation.failureCode ?? "";
  return failures.has(code) ? failures(code) : t("none");
}
