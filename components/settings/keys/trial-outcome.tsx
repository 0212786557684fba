"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useFailureSentence, useSpentSentence } from "@/components/studio/turn/failure-words";
import { threadPageQuery } from "@/lib/client/queries";
import type { GenerationView } from "@/lib/contracts/generations";
import type { ThreadId } from "@/lib/contracts/ids";

/** The test picture as events report it, with a link to its thread. */
export function TrialOutcome({ threadId }: { threadId: ThreadId }) {
  const t = useTranslations("keys.trial");
  const { data: page } = useQuery(threadPageQuery(threadId));
  const generation = page?.path[0]?.generations.at(-1);
  return (
    <div className="mt-3 max-w-[62ch] text-[13px] leading-5 text-pretty text-muted">
      <div role="status">
        <Outcome generation={generation} />
      </div>
      <Link
        ref={takeLostFocus}
        href={`/t/${threadId}`}
        className="mt-1 inline-block rounded-[4px] text-ink underline underline-offset-3"
      >
        {t("look")}
      </Link>
    </div>
  );
}

function Outcome({ generation }: { generation: GenerationView | undefined }) {
  const t = useTranslations("keys.trial");
  if (generation?.state === "succeeded") return <p>{t("came")}</p>;
  if (generation && generation.finishedAt !== null) return <Failed generation={generation} />;
  return (
    <p className="flex items-center gap-2.5 text-ink">
      <span
        aria-hidden
        className="breathe ml-1 size-2 shrink-0 rounded-full bg-accent ring-3 ring-accent/20"
      />
      {t("underWay")}
    </p>
  );
}

function Failed({ generation }: { generation: GenerationView }) {
  const sentence = useFailureSentence(generation);
  const spent = useSpentSentence(generation);
  return (
    <>
      <p className="text-danger">{sentence}</p>
      <p className="figures">{spent}</p>
    </>
  );
}

/** Moves the focus here, because the button that had it was removed. */
function takeLostFocus(link: HTMLAnchorElement | null): void {
  if (document.activeElement === document.body) link?.focus({ preventScroll: true });
}
