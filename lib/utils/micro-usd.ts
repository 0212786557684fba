/** Millionths of a US dollar as people read them: "$1.26", in the reader's way of writing numbers. */
export function formatMicroUsd(microUsd: number, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
  }).format(microUsd / 1_000_000);
}

const AMOUNT = /^\d{1,7}(?:[.,]\d{1,6})?$/;

/** Dollars as somebody types them into a field, "12.50" or "12,5". Null for none, undefined for what is no amount. */
export function fromUsdText(text: string): number | null | undefined {
  const typed = text.trim().replace(/^\$\s*/, "");
  if (typed === "") return null;
  if (!AMOUNT.test(typed)) return undefined;
  const [whole = "", fraction = ""] = typed.split(/[.,]/);
  return Number(whole) * 1_000_000 + Number(fraction.padEnd(6, "0"));
}

/** The other way round, for the field: as short as can be, cents at least where it is not whole. */
export function toUsdText(microUsd: number | null): string {
  if (microUsd === null) return "";
  const whole = Math.floor(microUsd / 1_000_000);
  const fraction = String(microUsd % 1_000_000)
    .padStart(6, "0")
    .replace(/0{1,4}$/, "");
  return fraction === "00" ? String(whole) : `${whole}.${fraction}`;
}
