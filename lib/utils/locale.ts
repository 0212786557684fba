/** Languages of the interface. A new one needs a folder under messages/ and an entry here. */
export const LOCALES = ["en", "zh"] as const;
export type Locale = (typeof LOCALES)[number];

/** Each language in its own name. */
export const LOCALE_NAMES: Record<Locale, string> = { en: "English", zh: "简体中文" };

/** BCP 47 tags for `<html lang>` and Intl. */
export const LOCALE_TAGS: Record<Locale, string> = { en: "en", zh: "zh-Hans" };

export const LOCALE_COOKIE = "locale";

/** The reader's choice, otherwise the browser's first supported language, otherwise English. */
export function pickLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  const selected = LOCALES.find((locale) => locale === chosen);
  if (selected) return selected;
  for (const language of languagesByWeight(acceptLanguage ?? "")) {
    const found = LOCALES.find((locale) => language.split("-")[0] === locale);
    if (found) return found;
  }
  return "en";
}

/** Languages of an Accept-Language header, preferred first, without those of weight 0. */
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
