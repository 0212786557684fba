import "server-only";
import { knownPeople } from "@/lib/server/auth/known-device";
import type { Visitor } from "@/lib/server/domain/accounts/enter";
import { peerOf } from "@/lib/server/http/peer";
import { LOCALE_COOKIE, type Locale, pickLocale } from "@/lib/utils/locale";

/** Whoever stands at the door, as the request has them. */
export function visitorOf({ headers }: Request): Visitor {
  return {
    peer: peerOf(headers),
    userAgent: headers.get("user-agent") ?? "",
    known: knownPeople(headers),
  };
}

/** The language that a request's sender reads: as chosen, else as the browser says. */
export function languageOf({ headers }: Request): Locale {
  const chosen = new RegExp(`(?:^|;\\s*)${LOCALE_COOKIE}=(\\w+)`).exec(headers.get("cookie") ?? "");
  return pickLocale(chosen?.[1], headers.get("accept-language"));
}
