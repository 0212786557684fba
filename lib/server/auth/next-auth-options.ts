import "server-only";
import type { AuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { PASSWORD_MAX_CHARS } from "@/lib/contracts/limits";
import {
  cookieName,
  cookieOptions,
  isSecure,
  SESSION_MAX_AGE_S,
  sessionToken,
} from "@/lib/server/auth/cookie";
import { authSecret } from "@/lib/server/auth/secret";
import { endSession, findActor } from "@/lib/server/auth/sessions";
import { signIn } from "@/lib/server/domain/accounts/sign-in";
import { AppError } from "@/lib/server/errors";
import { originOf, peerOf } from "@/lib/server/http/peer";
import { log } from "@/lib/server/log";

const credentialsBody = z.object({
  email: z.string().max(254),
  password: z.string().max(PASSWORD_MAX_CHARS),
});

/**
 * next-auth for one request: credentials in, an encrypted JWT cookie out. The cookie names a session row, and the row
 * decides; the library's own answer to "who is it" is never used without it. `onRefusal` hears why a sign-in failed,
 * which the library would only pass on as words in an address.
 */
export function nextAuthOptions(
  request: Request,
  onRefusal: (error: unknown) => void,
): AuthOptions {
  const { headers } = request;
  const secure = isSecure(headers);
  const cookie = (kind: "session" | "csrf" | "callback") => ({
    name: cookieName(kind, secure),
    options: cookieOptions(secure),
  });
  return {
    secret: authSecret(),
    useSecureCookies: secure,
    session: { strategy: "jwt", maxAge: SESSION_MAX_AGE_S },
    cookies: {
      sessionToken: cookie("session"),
      csrfToken: cookie("csrf"),
      callbackUrl: cookie("callback"),
    },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {} },
        authorize: async (given) => {
          try {
            return await authorize(given, headers);
          } catch (error) {
            onRefusal(error);
            return null;
          }
        },
      }),
    ],
    callbacks: {
      redirect: ({ url, baseUrl }) => ownAddress(url, baseUrl, originOf(headers).host),
      jwt: async ({ token, user }) => {
        if (user) return sessionToken.parse(user);
        const held = sessionToken.parse(token);
        if (!(await findActor(held))) throw new AppError("not_signed_in");
        return held;
      },
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      signOut: async ({ token }) => {
        const held = sessionToken.safeParse(token);
        if (held.success) await endSession(held.data);
      },
    },
    logger: {
      // A session that has ended is no error of ours; sign-in's own failures come through onRefusal.
      error: (code) => log.debug({ code }, "next-auth"),
      warn: () => {},
      debug: () => {},
    },
  };
}

async function authorize(given: unknown, headers: Headers) {
  const parsed = credentialsBody.safeParse(given);
  if (!parsed.success) throw new AppError("wrong_credentials");
  const userAgent = headers.get("user-agent") ?? "";
  const token = await signIn(parsed.data, { peer: peerOf(headers), userAgent });
  return { id: token.userId, ...token };
}

/** Where to go after signing in or out: a place of ours, never another site. */
function ownAddress(url: string, baseUrl: string, host: string): string {
  if (!URL.canParse(url, baseUrl)) return baseUrl;
  const target = new URL(url, baseUrl);
  const isOwn = target.host === host || target.origin === new URL(baseUrl).origin;
  return isOwn ? `${baseUrl}${target.pathname}${target.search}` : baseUrl;
}
