"use client";

import { useFormatter, useTranslations } from "next-intl";
import { daysBetween, moneyOf, roundUp } from "@/components/settings/usage/spending-query";
import { useModelLabel } from "@/components/shell/use-studio";
import { usd } from "@/components/ui/price";
import type { Spending } from "@/lib/contracts/spending";

type Props = {
  spending: Spending;
  /** In legend order: the most expensive model is at the bottom. */
  modelNames: readonly string[];
};

/** Opacities of one ink, distinguishable in both themes. The last one covers all further models. */
const SHADES = [0.82, 0.5, 0.3, 0.16] as const;
const HEIGHT = 100;
/** Bar width as a share of the day's column. */
const BAR = 0.72;

/** Stacked bars by day and model. The tables below hold the same data. */
export function SpendingChart({ spending, modelNames }: Props) {
  const t = useTranslations("usage.chart");
  const format = useFormatter();
  const modelLabel = useModelLabel();
  const days = daysBetween(spending.from, spending.to);
  const bars = days.map((day) => {
    const parts = spending.days.filter((one) => one.day === day);
    return { day, parts, sum: parts.reduce((sum, part) => sum + moneyOf(part), 0) };
  });
  const top = roundUp(Math.max(...bars.map(({ sum }) => sum)));
  const dayText = (day: string) =>
    format.dateTime(new Date(day), { day: "numeric", month: "short", timeZone: "UTC" });
  const first = dayText(spending.from);
  const last = dayText(spending.to);

  return (
    <figure>
      <div className="figures mb-1 text-[12px] text-muted" aria-hidden>
        {usd(format, top)}
      </div>
      <svg
        role="img"
        aria-label={t("label", { from: first, to: last })}
        viewBox={`0 0 ${days.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="block h-36 w-full border-y border-line text-ink sm:h-44"
      >
        {bars.map(({ day, parts, sum }, index) => {
          let below = HEIGHT;
          return (
            <g key={day}>
              <title>{`${dayText(day)}: ${usd(format, sum)}`}</title>
              {/* The whole column reacts to the pointer, however low its bar. */}
              <rect x={index} y={0} width={1} height={HEIGHT} fill="transparent" />
              {modelNames.map((model, shade) => {
                const part = parts.find((one) => one.model === model);
                if (part === undefined || top === 0) return null;
                const height = (moneyOf(part) / top) * HEIGHT;
                below -= height;
                return (
                  <rect
                    key={model}
                    x={index + (1 - BAR) / 2}
                    y={below}
                    width={BAR}
                    height={height}
                    fill="currentColor"
                    fillOpacity={shadeOf(shade)}
                  />
                );
              })}
            </g>
          );
        })}
      </svg>
      <div className="figures mt-1 flex justify-between text-[12px] text-muted" aria-hidden>
        <span>{first}</span>
        {days.length > 1 && <span>{last}</span>}
      </div>
      <figcaption>
        <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-[13px] text-muted">
          {modelNames.map((model, shade) => (
            <li key={model} className="flex items-center gap-2">
              <span
                aria-hidden
                className="size-2.5 rounded-print bg-ink"
                style={{ opacity: shadeOf(shade) }}
              />
              {modelLabel(model)}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}

function shadeOf(index: number): number {
  return SHADES[Math.min(index, SHADES.length - 1)] ?? 1;
}
