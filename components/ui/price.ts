import type { useFormatter } from "next-intl";

/** Formats millionths of a US dollar in the reader's language. */
export function usd(format: ReturnType<typeof useFormatter>, microUsd: number): string {
  return format.number(microUsd / 1_000_000, {
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: 2,
    maximumFractionDigits: 3,
  });
}
