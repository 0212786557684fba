import type { useFormatter } from "next-intl";

/** US dollars as the reader's language writes them, from millionths. */
export function usd(format: ReturnType<typeof useFormatter>, microUsd: number): string {
  return format.number(microUsd / 1_000_000, {
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: 2,
    maximumFractionDigits: 3,
  });
}
