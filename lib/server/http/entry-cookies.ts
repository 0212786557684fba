import "server-only";
import { sessionCookie, type SessionToken } from "@/lib/server/auth/cookie";
import { knownDeviceCookie } from "@/lib/server/auth/known-device";

/** Adds the cookies of a new session to a reply: the session's, and the known-device cookie. */
export async function addEntryCookies(
  replyHeaders: Headers,
  requestHeaders: Headers,
  token: SessionToken,
): Promise<void> {
  replyHeaders.append("set-cookie", await sessionCookie(requestHeaders, token));
  replyHeaders.append("set-cookie", knownDeviceCookie(requestHeaders, token.userId));
}
