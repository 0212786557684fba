/** Millionths of a US dollar as people read them: "$1.26", in the reader's way of writing numbers. */
export function formatMicroUsd(microUsd: number, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
  }).format(microUsd / 1_000_000);
}
