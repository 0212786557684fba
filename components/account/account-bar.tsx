"use client";

import { LanguageSwitch } from "@/components/account/language-switch";

/** The wordmark and the language switch. */
export function AccountBar() {
  return (
    <header className="flex items-center justify-between">
      <span className="font-serif text-[27px] leading-8 tracking-[-0.01em]">Pentimento</span>
      <LanguageSwitch />
    </header>
  );
}
