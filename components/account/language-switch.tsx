"use client";

import { useLanguage } from "@/components/account/use-language";
import { buttonClass } from "@/components/ui/button";
import { LOCALE_NAMES, LOCALE_TAGS, LOCALES } from "@/lib/utils/locale";

/** Switches the language; each language is written in its own name. */
export function LanguageSwitch() {
  const { locale, setLocale } = useLanguage();
  return (
    <div className="flex gap-1">
      {LOCALES.filter((other) => other !== locale).map((other) => (
        <button
          key={other}
          type="button"
          lang={LOCALE_TAGS[other]}
          onClick={() => setLocale(other)}
          className={buttonClass("ghost", "sm")}
        >
          {LOCALE_NAMES[other]}
        </button>
      ))}
    </div>
  );
}
