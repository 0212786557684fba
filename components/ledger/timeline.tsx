"use client";

import { useTranslations } from "next-intl";
import { useLedgerWords } from "@/components/ledger/ledger-words";
import { type Moment, type MomentName } from "@/components/ledger/moments";
import { classNames } from "@/components/ui/class-names";

/** Shades of one hue: the model's own time, usually the longest, is the darkest. */
const SHADES: Record<MomentName, string> = {
  queued: "bg-transparent",
  sent: "bg-ink/15",
  firstByte: "bg-ink/80",
  lastByte: "bg-ink/50",
  parsed: "bg-ink/30",
  stored: "bg-ink/20",
  ended: "bg-ink/65",
};

/** A proportional bar, and below it each moment with its duration. */
export function Timeline({ moments }: { moments: Moment[] }) {
  const t = useTranslations("ledger");
  const words = useLedgerWords();
  const steps = moments.filter((moment) => moment.ms !== null);
  const total = steps.reduce((sum, { ms }) => sum + (ms ?? 0), 0);
  return (
    <>
      {total > 0 && (
        <div aria-hidden className="mb-2.5 flex h-2 gap-px overflow-hidden rounded-full">
          {steps.map(({ name, ms }) => (
            <span
              key={name}
              style={{ flexGrow: ms ?? 0 }}
              // Keep very short steps visible.
              className={classNames("min-w-[3px] basis-0", SHADES[name])}
            />
          ))}
        </div>
      )}
      <ol className="figures text-[13px] leading-5">
        {moments.map(({ name, at, ms }) => (
          <li
            key={name}
            className="grid grid-cols-[12px_1fr_auto_72px] items-baseline gap-x-2 border-b border-line py-1.5 last:border-0"
          >
            <span
              aria-hidden
              className={classNames(
                "size-2 self-center rounded-[2px]",
                name === "queued" ? "border border-line-strong" : SHADES[name],
              )}
            />
            <span className="text-ink">{t(`moments.${name}`)}</span>
            <time dateTime={at} className="text-muted">
              {words.clock(at)}
            </time>
            <span className="text-right whitespace-nowrap text-ink">
              {ms === null ? "" : words.duration(ms)}
            </span>
          </li>
        ))}
      </ol>
      {moments.length > 1 && (
        <p className="figures mt-1 flex justify-between text-[13px] text-muted">
          <span>{t("total")}</span>
          <span>{words.duration(total)}</span>
        </p>
      )}
    </>
  );
}
