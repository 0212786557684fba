"use client";

import { useTranslations } from "next-intl";
import type { KeyCheck } from "@/lib/contracts/keys";

/** The result of a key check as a sentence. */
export function CheckWords({ check }: { check: KeyCheck }) {
  const t = useTranslations("keys.check");
  const failures = useTranslations("failures");
  const { outcome, models, failureCode, words } = check;
  const isBad = outcome === "refused" || outcome === "failed";
  const facts = { models: models ?? 0, seconds: check.ms / 1_000 };
  return (
    <div
      role="status"
      className={`mt-3 text-[13px] leading-5 ${isBad ? "text-danger" : "text-muted"}`}
    >
      <p className="figures">
        {outcome === "failed" && failureCode !== null ? failures(failureCode) : t(outcome, facts)}
      </p>
      {words !== null && <p className="break-words text-muted">{t("said", { words })}</p>}
    </div>
  );
}
