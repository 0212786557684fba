import "server-only";
import type { AuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { PASSWORD_MAX_CHARS } from "@/lib/contracts/limits";
import {
  type CookieKind,
  cookieName,
  cookieOptions,
  isSecure,
  SESSION_MAX_AGE_S,
  sessionToken,
  type SessionToken,
} from "@/lib/server/auth/cookie";
import { oauthProviders, providerProfile } from "@/lib/server/sign-in/providers";
import { authSecret } from "@/lib/server/auth/secret";
import { findActor } from "@/lib/server/auth/sessions";
import type { ProviderId } from "@/lib/server/domain/accounts/enter";
import { signIn } from "@/lib/server/domain/accounts/sign-in";
import { signInByProvider } from "@/lib/server/domain/accounts/sign-in-by-provider";
import { signInByLink } from "@/lib/server/domain/accounts/use-links";
import { signOut } from "@/lib/server/domain/sessions/commands";
import { AppError } from "@/lib/server/errors";
import { originOf, peerOf } from "@/lib/server/request/read-peer";
import { visitorOf } from "@/lib/server/http/visitor";
import { errorFields, log } from "@/lib/server/log";

const credentialsBody = z.object({
  email: z.string().max(254),
  password: z.string().max(PASSWORD_MAX_CHARS),
});

/** The time limit for a sign-in at a provider. */
const PROVIDER_TRIP_S = 15 * 60;

const linkBody = z.object({ token: z.string().max(200) });

/**
 * next-auth's options for one request: credentials, a link's token or a provider's profile in, an encrypted JWT cookie
 * out. The cookie names a session row, and the row decides; next-auth's own session lookup is never trusted without it.
 * `onRefusal` receives the reason for a failed sign-in, which next-auth would only pass on in a URL; `onEntry` receives
 * the new session.
 */
export function nextAuthOptions(
  request: Request,
  onRefusal: (error: unknown) => void,
  onEntry: (token: SessionToken) => void,
): AuthOptions {
  const { headers } = request;
  const secure = isSecure(headers);
  const cookie = (kind: CookieKind, maxAge?: number) => ({
    name: cookieName(kind, secure),
    options: { ...cookieOptions(secure), ...(maxAge !== undefined && { maxAge }) },
  });
  const noted = <T extends SessionToken>(token: T): T => {
    onEntry(token);
    return token;
  };
  const guarded = async <T extends SessionToken>(work: () => Promise<T>): Promise<T> => {
    try {
      return noted(await work());
    } catch (error) {
      onRefusal(error);
      throw error;
    }
  };
  return {
    secret: authSecret(),
    useSecureCookies: secure,
    session: { strategy: "jwt", maxAge: SESSION_MAX_AGE_S },
    cookies: {
      sessionToken: cookie("session"),
      csrfToken: cookie("csrf"),
      callbackUrl: cookie("callback"),
      pkceCodeVerifier: cookie("pkce", PROVIDER_TRIP_S),
      state: cookie("state", PROVIDER_TRIP_S),
      nonce: cookie("nonce", PROVIDER_TRIP_S),
    },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {} },
        authorize: (given) => guarded(() => authorize(given, request)),
      }),
      CredentialsProvider({
        id: "link",
        credentials: { token: {} },
        authorize: (given) => guarded(() => authorizeLink(given, request)),
      }),
      ...oauthProviders(baseOf(headers)),
    ],
    callbacks: {
      redirect: ({ url, baseUrl }) => ownAddress(url, baseUrl, originOf(headers).host),
      jwt: async ({ token, user, account }) => {
        if (account?.type === "oauth") {
          return guarded(() => authorizeProvided(account.provider, user, request));
        }
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
        const actor = held.success && (await findActor(held.data, null, peerOf(headers).address));
        if (actor) await signOut({ ...actor, sessionId: held.data.sessionId, token: null });
      },
    },
    logger: {
      // An ended session is not an error; failed sign-ins come through onRefusal.
      error: (code, about) =>
        /^(SIGNIN_)?OAUTH_/.test(code)
          ? log.warn(
              { event: "provider.failed", code, ...errorFields(errorOf(about)) },
              "next-auth",
            )
          : log.debug({ code }, "next-auth"),
      warn: () => {},
      debug: () => {},
    },
  };
}

async function authorize(given: unknown, request: Request) {
  const parsed = credentialsBody.safeParse(given);
  if (!parsed.success) throw new AppError("wrong_credentials");
  const token = await signIn(parsed.data, visitorOf(request));
  return { id: token.userId, ...token };
}

async function authorizeLink(given: unknown, request: Request) {
  const parsed = linkBody.safeParse(given);
  if (!parsed.success) throw new AppError("link_invalid");
  const token = await signInByLink(parsed.data.token, visitorOf(request));
  return { id: token.userId, ...token };
}

function authorizeProvided(provider: string, user: unknown, request: Request) {
  const { id, name, email, isEmailVerified } = providerProfile.parse(user);
  const person = { id, name: name ?? "", email: email ?? null, isEmailVerified };
  return signInByProvider({ provider: asProviderId(provider), ...person }, visitorOf(request));
}

/** Guarantee: next-auth only passes ids of the providers that `oauthProviders` configured. */
function asProviderId(provider: string): ProviderId {
  return provider as ProviderId;
}

/** next-auth logs an error, or an object that has one next to data that must not be logged (profiles). */
function errorOf(about: unknown): unknown {
  if (about instanceof Error || typeof about !== "object" || about === null) return about;
  return Reflect.get(about, "error");
}

function baseOf(headers: Headers): string {
  const { protocol, host } = originOf(headers);
  return `${protocol}://${host}`;
}

/** The redirect target after signing in or out: always on our own origin. */
function ownAddress(url: string, baseUrl: string, host: string): string {
  if (!URL.canParse(url, baseUrl)) return baseUrl;
  const target = new URL(url, baseUrl);
  const isOwn = target.host === host || target.origin === new URL(baseUrl).origin;
  return isOwn ? `${baseUrl}${target.pathname}${target.search}` : baseUrl;
}
