"use client";

import { useLocale } from "next-intl";
import { useRouter } from "next/navigation";
import { writeCookie } from "@/lib/client/browser-cookie";
import { LOCALE_COOKIE, type Locale } from "@/lib/utils/locale";

/** The language of the interface, and how to change it: what is typed and open stays. */
export function useLanguage(): { locale: string; setLocale: (locale: Locale) => void } {
  const router = useRouter();
  const locale = useLocale();
  return {
    locale,
    setLocale: (next) => {
      writeCookie(LOCALE_COOKIE, next);
      router.refresh();
    },
  };
}
