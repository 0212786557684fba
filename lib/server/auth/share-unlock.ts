import "server-only";
import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { isSecure, readCookie } from "@/lib/server/auth/cookie";
import { authSecret } from "@/lib/server/auth/secret";
import type { Clock } from "@/lib/server/clock";

/** How long a share stays unlocked in a browser, in seconds. */
const UNLOCKED_S = 24 * 60 * 60;

type Locked = { id: string; tokenHash: string; passwordVersion: number };

/** A `Set-Cookie` value that unlocks one share for this browser. A new password or address voids it. */
export function unlockCookie(headers: Headers, share: Locked, token: string, clock: Clock): string {
  const expires = Math.floor(clock.now().getTime() / 1000) + UNLOCKED_S;
  const value = `${expires}.${signatureOf(share, expires).toString("base64url")}`;
  const secure = isSecure(headers);
  return [
    `${nameOf(share, secure)}=${value}`,
    `Path=/s/${token}`,
    "HttpOnly",
    "SameSite=Lax",
    `Max-Age=${UNLOCKED_S}`,
    ...(secure ? ["Secure"] : []),
  ].join("; ");
}

/** Whether the request has a valid cookie of `unlockCookie`. */
export function isUnlocked(headers: Headers, share: Locked, clock: Clock): boolean {
  const value = readCookie(headers, nameOf(share, isSecure(headers))) ?? "";
  const [, seconds, signature] = /^(\d{1,12})\.([\w-]{43})$/.exec(value) ?? [];
  if (seconds === undefined || signature === undefined) return false;
  const expected = signatureOf(share, Number(seconds));
  const given = Buffer.from(signature, "base64url");
  const isGenuine = given.length === expected.length && timingSafeEqual(given, expected);
  return isGenuine && Number(seconds) * 1000 > clock.now().getTime();
}

/** One cookie per share, so that several can be open in one browser. */
function nameOf({ id }: Locked, secure: boolean): string {
  return `${secure ? "__Secure-" : ""}pentimento.share.${id.slice(-12)}`;
}

function signatureOf({ id, tokenHash, passwordVersion }: Locked, expires: number): Buffer {
  const key = Buffer.from(hkdfSync("sha256", authSecret(), "", "pentimento share unlock", 32));
  const text = JSON.stringify([id, tokenHash, passwordVersion, expires]);
  return createHmac("sha256", key).update(text).digest();
}
