import "server-only";
import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { cookieAttributes, cookieName, isSecure, readCookie } from "@/lib/server/auth/cookie";
import { authSecret } from "@/lib/server/auth/secret";
import { type Clock, systemClock } from "@/lib/server/clock";

/** How long a browser counts as known after a sign-in, in seconds: 180 days. */
const MAX_AGE_S = 180 * 24 * 60 * 60;
/** The most users remembered per browser; the oldest sign-in is dropped. */
const PEOPLE_MAX = 5;
const NONCE_BYTES = 16;

/** User id to nonce of that user's last sign-in from this browser. */
export type KnownPeople = ReadonlyMap<string, string>;

/**
 * A `Set-Cookie` value that proves a past sign-in as `userId` from this browser. It grants no access; it only exempts
 * this browser from the slow-down that wrong passwords from elsewhere cause (see `signIn`). It survives signing out,
 * and is signed with the studio's secret.
 */
export function knownDeviceCookie(
  headers: Headers,
  userId: string,
  clock: Clock = systemClock,
): string {
  const others = entriesOf(headers, clock).filter((entry) => entry.userId !== userId);
  const expires = Math.floor(clock.now().getTime() / 1000) + MAX_AGE_S;
  const nonce = randomBytes(NONCE_BYTES).toString("base64url");
  const value = [{ userId, nonce, expires }, ...others].slice(0, PEOPLE_MAX).map(signed).join("~");
  const secure = isSecure(headers);
  return [`${cookieName("device", secure)}=${value}`, ...cookieAttributes(secure, MAX_AGE_S)].join(
    "; ",
  );
}

/** The users who have signed in from this browser, by its cookie; forged and expired entries are ignored. */
export function knownPeople(headers: Headers, clock: Clock = systemClock): KnownPeople {
  return new Map(entriesOf(headers, clock).map(({ userId, nonce }) => [userId, nonce]));
}

type Entry = { userId: string; nonce: string; expires: number };

function entriesOf(headers: Headers, clock: Clock): Entry[] {
  const value = readCookie(headers, cookieName("device", isSecure(headers))) ?? "";
  return value
    .split("~", PEOPLE_MAX)
    .flatMap((text) => readEntry(text))
    .filter(({ expires }) => expires * 1000 > clock.now().getTime());
}

function readEntry(text: string): Entry[] {
  const [userId = "", nonce = "", seconds = "", signature = ""] = text.split(".");
  if (!/^\d{1,12}$/.test(seconds)) return [];
  const entry = { userId, nonce, expires: Number(seconds) };
  const given = Buffer.from(signature, "base64url");
  const expected = signatureOf(entry);
  return given.length === expected.length && timingSafeEqual(given, expected) ? [entry] : [];
}

function signed(entry: Entry): string {
  return `${textOf(entry)}.${signatureOf(entry).toString("base64url")}`;
}

function textOf({ userId, nonce, expires }: Entry): string {
  return `${userId}.${nonce}.${expires}`;
}

function signatureOf(entry: Entry): Buffer {
  return createHmac("sha256", signingKey()).update(textOf(entry)).digest();
}

/** A derived key, so that a signature made here is worth nothing for other uses of the secret. */
function signingKey(): Buffer {
  return Buffer.from(hkdfSync("sha256", authSecret(), "", "pentimento known device", 32));
}
