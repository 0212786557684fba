"use client";

import { useTranslations } from "next-intl";
import { CopyText } from "@/components/ledger/copy-text";
import { useLedgerWords } from "@/components/ledger/ledger-words";
import type { EarlierAttempt } from "@/lib/contracts/usage";

/** Unbilled attempts that were resent automatically. */
export function EarlierAttempts({ attempts }: { attempts: EarlierAttempt[] }) {
  const t = useTranslations("ledger");
  return (
    <>
      <h3 className="mt-6 mb-1.5 text-[12px] text-muted">{t("earlier")}</h3>
      <ol className="figures text-[13px] leading-5">
        {attempts.map((attempt) => (
          <li key={attempt.number} className="border-b border-line py-2 last:border-0">
            <Sending attempt={attempt} />
          </li>
        ))}
      </ol>
    </>
  );
}

function Sending({ attempt }: { attempt: EarlierAttempt }) {
  const t = useTranslations("ledger");
  const words = useLedgerWords();
  const { sentAt, endedAt, status } = attempt;
  const took = sentAt && words.duration(Math.max(0, Date.parse(endedAt) - Date.parse(sentAt)));
  const facts = [
    status === null ? null : `HTTP ${status}`,
    took,
    attempt.billed === "no" ? t("billed.no") : null,
  ];
  return (
    <>
      <p className="flex justify-between gap-4">
        <span>
          {attempt.endpoint === null
            ? t("sending", { number: attempt.number })
            : t("sendingBy", {
                number: attempt.number,
                route: t(`endpoints.${attempt.endpoint}`),
              })}
        </span>
        <time dateTime={sentAt ?? endedAt} className="text-muted">
          {words.clock(sentAt ?? endedAt)}
        </time>
      </p>
      <p className="text-pretty text-muted">{words.failure(attempt.code)}</p>
      <p className="text-muted">{facts.filter(Boolean).join(" · ")}</p>
      {Object.entries(attempt.requestIds).map(([name, id]) => (
        <p key={name} className="flex items-start justify-between gap-4">
          <span className="shrink-0 text-muted">{name}</span>
          <CopyText name={name} text={id} />
        </p>
      ))}
    </>
  );
}
