"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { LedgerButton } from "@/components/ledger/ledger-button";
import { useLedgerWords } from "@/components/ledger/ledger-words";
import { useModelLabel } from "@/components/shell/use-studio";
import type { Attempt } from "@/lib/contracts/usage";

/** One row per attempt. */
export function AttemptTable({ attempts }: { attempts: Attempt[] }) {
  const t = useTranslations("usage.table");
  return (
    <table className="block w-full text-[13px] leading-5 md:table">
      <caption className="sr-only">{t("caption")}</caption>
      <thead className="sr-only md:not-sr-only md:table-header-group">
        <tr className="text-left text-[12px] text-muted">
          {(["when", "what", "outcome", "billed"] as const).map((column) => (
            <th
              key={column}
              scope="col"
              className="border-b border-line py-2 pr-5 font-normal whitespace-nowrap md:table-cell"
            >
              {t(column)}
            </th>
          ))}
          <th scope="col" className="border-b border-line py-2">
            <span className="sr-only">{t("details")}</span>
          </th>
        </tr>
      </thead>
      <tbody className="block md:table-row-group">
        {attempts.map((attempt) => (
          <Row key={`${attempt.generationId}-${attempt.number}`} attempt={attempt} />
        ))}
      </tbody>
    </table>
  );
}

const cell = "block md:table-cell md:border-b md:border-line md:py-3 md:pr-5 md:align-top";

function Row({ attempt }: { attempt: Attempt }) {
  const t = useTranslations("usage.table");
  const words = useLedgerWords();
  const modelLabel = useModelLabel();
  const time = attempt.sentAt ?? attempt.queuedAt;
  return (
    <tr className="block border-b border-line py-3 md:table-row md:border-0">
      <td className={`${cell} figures text-muted md:whitespace-nowrap`}>
        <time dateTime={time}>{words.day(time)}</time>
        <span className="hidden md:block">{modelLabel(attempt.model)}</span>
      </td>
      <td className={`${cell} md:max-w-[260px]`}>
        <Instruction attempt={attempt} />
      </td>
      <td className={`${cell} md:max-w-[260px]`}>
        <Happened attempt={attempt} />
      </td>
      <td className={`${cell} figures md:whitespace-nowrap`}>
        {attempt.isSandbox ? t("sandbox") : words.billed(attempt.billed, attempt)}
      </td>
      <td className={`${cell} -ml-2.5 md:ml-0 md:pr-0 md:text-right`}>
        {!attempt.isThreadDeleted && (
          <span className="md:-my-1.5 md:inline-block">
            <LedgerButton
              generationId={attempt.generationId}
              label={t("detailsOf", { what: attempt.promptStart })}
            />
          </span>
        )}
      </td>
    </tr>
  );
}

function Instruction({ attempt }: { attempt: Attempt }) {
  const t = useTranslations("usage.table");
  const words = <span className="line-clamp-2 break-words">{attempt.promptStart}</span>;
  return (
    <>
      {attempt.isThreadDeleted ? (
        words
      ) : (
        <Link
          href={`/t/${attempt.threadId}?at=${attempt.turnId}`}
          className="block text-ink underline decoration-line-strong underline-offset-3 hover:decoration-ink"
        >
          {words}
        </Link>
      )}
      <span className="block truncate text-muted">
        {attempt.isThreadDeleted
          ? t("threadDeleted", { title: attempt.threadTitle })
          : attempt.makerName}
      </span>
    </>
  );
}

function Happened({ attempt }: { attempt: Attempt }) {
  const outcomes = useTranslations("ledger.outcomes");
  const t = useTranslations("usage.table");
  const words = useLedgerWords();
  const facts = [
    attempt.number > 1 || attempt.outcome === "resent"
      ? t("sending", { number: attempt.number })
      : null,
    attempt.status === null ? null : `HTTP ${attempt.status}`,
    attempt.upstreamId ?? tellingId(attempt.requestIds),
  ].filter((fact) => fact !== null);
  const isGood = attempt.imageCount > 0 || attempt.code === null;
  return (
    <>
      <span className="block text-pretty">
        {isGood || attempt.code === null ? outcomes(attempt.outcome) : words.failure(attempt.code)}
      </span>
      {facts.length > 0 && (
        <span className="figures block truncate text-muted" title={facts.join(" · ")}>
          {facts.join(" · ")}
        </span>
      )}
    </>
  );
}

/** Prefers the provider's own request id over those of a CDN. */
function tellingId(ids: Attempt["requestIds"]): string | null {
  const names = Object.keys(ids);
  const name = names.find((candidate) => /request-?id/i.test(candidate)) ?? names[0];
  return (name === undefined ? null : ids[name]) ?? null;
}
