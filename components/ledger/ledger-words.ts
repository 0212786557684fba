"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useReaderZone } from "@/components/shell/use-reader-zone";
import { usd } from "@/components/ui/price";
import type { Billed } from "@/lib/contracts/failures";

/** Formatters for times, durations, sizes and money. */
export function useLedgerWords() {
  const t = useTranslations("ledger");
  const failures = useTranslations("failures");
  const format = useFormatter();
  const timeZone = useReaderZone();
  return {
    /** "14:02:11" */
    clock: (iso: string) => format.dateTime(new Date(iso), { timeStyle: "medium", timeZone }),
    /** "10 Mar 2026, 14:02" */
    day: (iso: string) =>
      format.dateTime(new Date(iso), { dateStyle: "medium", timeStyle: "short", timeZone }),
    duration: (ms: number) => {
      if (ms < 1_000) return t("ms", { count: ms });
      if (ms < 60_000) {
        return t("seconds", { count: format.number(ms / 1_000, { maximumFractionDigits: 1 }) });
      }
      const seconds = Math.round(ms / 1_000);
      return t("minutes", { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
    },
    bytes: (count: number) => {
      const [unit, divisor] =
        count >= 1e6 ? (["megabyte", 1e6] as const) : (["kilobyte", 1e3] as const);
      return format.number(count / divisor, {
        style: "unit",
        unit,
        maximumFractionDigits: count >= 1e5 && count < 1e6 ? 0 : 1,
      });
    },
    /** Whether the call was billed, and how much if known. */
    billed: (
      billed: Billed | null,
      money: { costMicroUsd: number | null; priceMicroUsd: number },
    ) => {
      if (billed === null) return t("billed.pending");
      if (billed === "no") return t("billed.no");
      const price = usd(format, money.costMicroUsd ?? money.priceMicroUsd);
      return t(`billed.${billed}`, { price });
    },
    failure: (code: string) => (failures.has(code) ? failures(code) : code),
  };
}
