/** Formats millionths of a US dollar for a locale: "$1.26". */
export function formatMicroUsd(microUsd: number, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
  }).format(microUsd / 1_000_000);
}

const AMOUNT = /^\d{1,7}(?:[.,]\d{1,6})?$/;

/** Parses dollars from a text field, "12.50" or "12,5". Null for empty, undefined for invalid. */
export function fromUsdText(text: string): number | null | undefined {
  const typed = text.trim().replace(/^\$\s*/, "");
  if (typed === "") return null;
  if (!AMOUNT.test(typed)) return undefined;
  const [whole = "", fraction = ""] = typed.split(/[.,]/);
  return Number(whole) * 1_000_000 + Number(fraction.padEnd(6, "0"));
}

/** Formats dollars for the field: without decimals where possible, otherwise at least cents. */
export function toUsdText(microUsd: number | null): string {
  if (microUsd === null) return "";
  const whole = Math.floor(microUsd / 1_000_000);
  const fraction = String(microUsd % 1_000_000)
    .padStart(6, "0")
    .replace(/0{1,4}$/, "");
  return fraction === "00" ? String(whole) : `${whole}.${fraction}`;
}
