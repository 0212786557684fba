import "server-only";
import { knownPeople } from "@/lib/server/auth/known-device";
import type { Visitor } from "@/lib/server/domain/accounts/enter";
import { peerOf } from "@/lib/server/request/read-peer";
import { LOCALE_COOKIE, type Locale, pickLocale } from "@/lib/utils/locale";

/** The sender of a request before sign-in: peer, user agent and known-device proofs. */
export function visitorOf({ headers }: Request): Visitor {
  return {
    peer: peerOf(headers),
    userAgent: headers.get("user-agent") ?? "",
    known: knownPeople(headers),
  };
}

/** The request's language: the chosen one, else the browser's. */
export function languageOf({ headers }: Request): Locale {
  const chosen = new RegExp(`(?:^|;\\s*)${LOCALE_COOKIE}=(\\w+)`).exec(headers.get("cookie") ?? "");
  return pickLocale(chosen?.[1], headers.get("accept-language"));
}
