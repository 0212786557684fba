"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { dayOf, daysOffered, endOf, type Expiry } from "@/components/links/dialog/expiry";
import type { ShareForm } from "@/components/links/dialog/use-share-form";
import { useReaderZone } from "@/components/shell/use-reader-zone";
import { SelectField } from "@/components/ui/select-field";
import { fieldClass } from "@/components/ui/text-field";

const DAY_MS = 86_400_000;

type Props = { form: ShareForm; maxDays: number | null };

/** When the link ends: after some days, on a day, or never where the workspace allows it. */
export function ExpiryField({ form, maxDays }: Props) {
  const t = useTranslations("links.details.expiry");
  const format = useFormatter();
  const timeZone = useReaderZone();
  const [now] = useState(() => Date.now());
  const { expiry } = form.choices;
  const isDay = expiry.startsWith("on ");
  const end = endOf(expiry, now);
  const choose = (value: string) => {
    if (value === "day") form.change({ expiry: `on ${dayOf(now + 7 * DAY_MS)}` });
    else if (value === "never") form.change({ expiry: "never" });
    else if (value === expiry) form.change({ expiry });
    else form.change({ expiry: `${Number(value)}` });
  };
  const fixed: Expiry | null = expiry.startsWith("at ") ? expiry : null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <SelectField
        label={t("label")}
        isLabelHidden
        value={isDay ? "day" : expiry}
        onChange={(event) => choose(event.target.value)}
        options={[
          ...(fixed === null ? [] : [{ value: fixed, label: t("asItIs") }]),
          ...daysOffered(maxDays).map((days) => ({
            value: String(days),
            label: t("days", { count: days }),
          })),
          { value: "day", label: t("day") },
          ...(maxDays === null ? [{ value: "never", label: t("never") }] : []),
        ]}
        className="w-fit"
      />
      {isDay ? (
        <input
          type="date"
          aria-label={t("day")}
          value={expiry.slice(3)}
          min={dayOf(now)}
          max={maxDays === null ? undefined : dayOf(now + maxDays * DAY_MS)}
          onChange={(event) => {
            if (event.target.value !== "") form.change({ expiry: `on ${event.target.value}` });
          }}
          className={`${fieldClass} h-9 w-fit! text-[14px]! pointer-coarse:h-11`}
        />
      ) : (
        <span className="figures text-[13px] text-muted">
          {end === null
            ? t("untilRevoked")
            : format.dateTime(new Date(end), {
                day: "numeric",
                month: "long",
                year: "numeric",
                timeZone,
              })}
        </span>
      )}
    </div>
  );
}
