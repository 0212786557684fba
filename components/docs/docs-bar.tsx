"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useLanguage } from "@/components/shell/use-language";
import { buttonClass } from "@/components/ui/button";
import { LOCALE_NAMES, LOCALE_TAGS, LOCALES } from "@/lib/utils/locale";

/** The way back to the studio, past the groups to the text, and to the other language. */
export function DocsBar() {
  const t = useTranslations("docs");
  const { locale, setLocale } = useLanguage();
  return (
    <header className="border-b border-line">
      <a
        href="#text"
        className="sr-only focus:not-sr-only focus:absolute focus:m-3 focus:rounded-control focus:bg-raised focus:px-3 focus:py-2"
      >
        {t("skip")}
      </a>
      <div className="mx-auto flex h-[51px] max-w-[1180px] items-center justify-between px-4 sm:px-6">
        <Link href="/" className="font-serif text-[24px] leading-8 tracking-[-0.01em]">
          Pentimento
        </Link>
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
      </div>
    </header>
  );
}
