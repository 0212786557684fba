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
  "ledger",
  "answer",
  "links",
] as const;

/**
 * Not sent with the studio's own pages: the layouts of settings and account pages send these to the browser (see
 * `messagesWithoutSettings`).
 */
const SETTINGS_NAMESPACES = [
  "settings",
  "profile",
  "members",
  "invite",
  "usage",
  "budgets",
  "keys",
  "audit",
  "instance",
  "upstream",
  "entry",
  "tokens",
  "docs",
  "shares",
] as const;

/** Sent with shared pages alone, which get nothing else but what every page needs. */
const SHARE_NAMESPACE = "share";

/** Sent with the gallery alone. */
const GALLERY_NAMESPACE = "gallery";

/** next-intl's request configuration: the language of a request and its messages. next.config.ts points here. */
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

/**
 * The messages that a studio page sends to the browser: all but those of the settings and of the gallery.
 */
export function messagesWithoutSettings(messages: AbstractIntlMessages): AbstractIntlMessages {
  const left: ReadonlySet<string> = new Set([
    ...SETTINGS_NAMESPACES,
    GALLERY_NAMESPACE,
    SHARE_NAMESPACE,
  ]);
  return Object.fromEntries(Object.entries(messages).filter(([name]) => !left.has(name)));
}

/** The messages that the gallery sends to the browser. */
export function messagesOfGallery(messages: AbstractIntlMessages): AbstractIntlMessages {
  const gallery = messages[GALLERY_NAMESPACE];
  return { ...messagesWithoutSettings(messages), ...(gallery && { gallery }) };
}

/** The messages that a shared page sends to the browser. */
export function messagesOfShare({ common, share }: AbstractIntlMessages): AbstractIntlMessages {
  return { ...(common && { common }), ...(share && { share }) };
}

async function loadMessages(locale: Locale): Promise<AbstractIntlMessages> {
  const entries = await Promise.all(
    [...NAMESPACES, ...SETTINGS_NAMESPACES, GALLERY_NAMESPACE, SHARE_NAMESPACE].map(
      async (namespace) => [namespace, await loadNamespace(locale, namespace)] as const,
    ),
  );
  return Object.fromEntries(entries);
}

async function loadNamespace(locale: Locale, namespace: string): Promise<AbstractIntlMessages> {
  const loading: Promise<{ default: AbstractIntlMessages }> = import(
    `../../../messages/${locale}/${namespace}.json`
  );
  return loading.then(
    (module) => module.default,
    () => ({}),
  );
}
