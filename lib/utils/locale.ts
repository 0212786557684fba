/** The languages of the interface. A new one is a folder under messages/ and an entry here. */
export const LOCALES = ["en", "zh"] as const;
export type Locale = (typeof LOCALES)[number];

/** What each language calls itself. */
export const LOCALE_NAMES: Record<Locale, string> = { en: "English", zh: "简体中文" };

/** BCP 47 tags for `<html lang>` and Intl. */
export const LOCALE_TAGS: Record<Locale, string> = { en: "en", zh: "zh-Hans" };

export const LOCALE_COOKIE = "locale";

/** The reader's choice if there is one, else the first language of the browser that we speak, else English. */
export function pickLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  const wanted = LOCALES.find((locale) => locale === chosen);
  if (wanted) return wanted;
  for (const language of languagesByWeight(acceptLanguage ?? "")) {
    const found = LOCALES.find((locale) => language.split("-")[0] === locale);
    if (found) return found;
  }
  return "en";
}

/** The languages of an Accept-Language header, most wanted first; those with weight 0 are refused. */
function languagesByWeight(header: string): string[] {
  return header
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const weight = parameters.map((p) => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find(Boolean);
      return { tag: tag.trim(), weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ tag, weight }) => tag !== "" && weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}
