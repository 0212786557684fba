"use client";

import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useReview } from "@/components/share/review/use-review";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { formText } from "@/components/ui/form-text";
import { fieldClass } from "@/components/ui/text-field";

const VERDICTS = ["changes", "approved"] as const;

/** Approve or changes wanted, with equal weight; a note can follow. */
export function VerdictBar() {
  const t = useTranslations("share.review.verdict");
  const review = useReview();
  const [isNoting, setNoting] = useState(false);
  if (review === null) return null;
  const given = review.verdict;
  const addNote = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (given) review.giveVerdict(given.verdict, formText(event.currentTarget, "note"));
    setNoting(false);
  };
  return (
    <>
      <div className="flex gap-2">
        {VERDICTS.map((verdict) => (
          <Button
            key={verdict}
            aria-pressed={given?.verdict === verdict}
            onClick={() => {
              review.giveVerdict(verdict, given?.note ?? "");
              setNoting(true);
            }}
            className={classNames(
              "min-w-0 flex-1 px-2! pointer-coarse:h-11",
              given?.verdict === verdict && "border-ink!",
            )}
          >
            {verdict === "approved" && <Check aria-hidden className="size-4" />}
            <span className="truncate">{t(verdict)}</span>
          </Button>
        ))}
      </div>
      {given && (
        <p role="status" className="text-[13px] leading-5 text-muted">
          {t(`said.${given.verdict}`)}
          {given.note !== "" && <span className="block text-ink">{given.note}</span>}
        </p>
      )}
      {given && isNoting && (
        <form className="flex gap-2" onSubmit={addNote}>
          <input
            name="note"
            aria-label={t("note")}
            placeholder={t("note")}
            defaultValue={given.note}
            maxLength={2_000}
            className={`${fieldClass} h-9 min-w-0 flex-1 text-[14px]! pointer-coarse:h-11`}
          />
          <Button type="submit">{t("addNote")}</Button>
        </form>
      )}
    </>
  );
}
