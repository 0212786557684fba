import "server-only";
import { createHash } from "node:crypto";
import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { authSecret } from "@/lib/server/auth/secret";
import { originOf } from "@/lib/server/request/read-peer";

/** The encrypted content of the cookie. A new password raises `sessionVersion`. */
export const sessionToken = z.object({
  userId: z.uuid(),
  sessionId: z.uuid(),
  sessionVersion: z.int(),
});
export type SessionToken = z.infer<typeof sessionToken>;

export const SESSION_MAX_AGE_S = 30 * 24 * 60 * 60;

/** The last three hold the state of an OAuth round trip. */
export type CookieKind = "session" | "device" | "csrf" | "callback" | "pkce" | "state" | "nonce";

/**
 * A cookie's full name. Cookies ignore ports, so two studios on one host would sign each other out: the name ends in a
 * hash of this studio's secret. On https the `__Host-` prefix keeps sibling hosts from setting it.
 */
export function cookieName(kind: CookieKind, isSecure: boolean): string {
  const mark = createHash("sha256").update(`cookie ${authSecret()}`).digest("hex").slice(0, 8);
  return `${isSecure ? "__Host-" : ""}pentimento.${kind}.${mark}`;
}

/** next-auth's cookie options, equal to those of `cookieAttributes`. */
export function cookieOptions(isSecure: boolean) {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure } as const;
}

/**
 * The session named by the request's cookie, if the cookie is ours and not expired. The session itself may have ended.
 */
export async function readSessionToken(
  headers: Headers,
  cookie: (name: string) => string | undefined,
): Promise<SessionToken | null> {
  const value = cookie(cookieName("session", isSecure(headers)));
  if (!value) return null;
  const payload = await decode({ token: value, secret: authSecret() }).catch(() => null);
  const parsed = sessionToken.safeParse(payload);
  return parsed.success ? parsed.data : null;
}

/** A `Set-Cookie` value that signs in as `token`; null signs out. */
export async function sessionCookie(headers: Headers, token: SessionToken | null): Promise<string> {
  const secure = isSecure(headers);
  const value = token
    ? await encode({ token, secret: authSecret(), maxAge: SESSION_MAX_AGE_S })
    : "";
  const attributes = cookieAttributes(secure, token ? SESSION_MAX_AGE_S : 0);
  return [`${cookieName("session", secure)}=${value}`, ...attributes].join("; ");
}

/** The attributes of a `Set-Cookie` header, without the name and value. */
export function cookieAttributes(secure: boolean, maxAgeS: number): string[] {
  const attributes = ["Path=/", "HttpOnly", "SameSite=Lax", `Max-Age=${maxAgeS}`];
  return secure ? [...attributes, "Secure"] : attributes;
}

/** The value of a request's cookie; undefined if there is none. */
export function readCookie(headers: Headers, name: string): string | undefined {
  const pairs = (headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** Whether the browser reached the studio over https. */
export function isSecure(headers: Headers): boolean {
  return originOf(headers).protocol === "https";
}
