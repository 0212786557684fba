"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { LanguageSwitch } from "@/components/account/language-switch";

/** Back to the studio, a skip link, and the language switch. */
export function DocsBar() {
  const t = useTranslations("docs");
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
        <LanguageSwitch />
      </div>
    </header>
  );
}
