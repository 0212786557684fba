import "server-only";
import { cookies, headers } from "next/headers";
import type { AbstractIntlMessages } from "next-intl";
import { getRequestConfig } from "next-intl/server";
import { LOCALE_COOKIE, type Locale, pickLocale } from "@/lib/utils/locale";
import { pickTimeZone, TIME_ZONE_COOKIE } from "@/lib/utils/time-zone";

const NAMESPACES = [
  "common",
  "shell",
  "account",
  "problems",
  "studio",
  "composer",
  "viewer",
  "failures",
] as const;

/** next-intl's request configuration: the language of a request and its messages. Named by next.config.ts. */
export default getRequestConfig(async () => {
  const [cookieStore, headerList] = await Promise.all([cookies(), headers()]);
  const locale = pickLocale(
    cookieStore.get(LOCALE_COOKIE)?.value,
    headerList.get("accept-language"),
  );
  return {
    locale,
    messages: await loadMessages(locale),
    timeZone: pickTimeZone(cookieStore.get(TIME_ZONE_COOKIE)?.value),
    now: new Date(),
  };
});

async function loadMessages(locale: Locale): Promise<AbstractIntlMessages> {
  const entries = await Promise.all(
    NAMESPACES.map(
      async (namespace) => [namespace, await loadNamespace(locale, namespace)] as const,
    ),
  );
  return Object.fromEntries(entries);
}

async function loadNamespace(locale: Locale, namespace: string): Promise<AbstractIntlMessages> {
  const loading: Promise<{ default: AbstractIntlMessages }> = import(
    `../../messages/${locale}/${namespace}.json`
  );
  return loading.then(
    (module) => module.default,
    () => ({}),
  );
}
