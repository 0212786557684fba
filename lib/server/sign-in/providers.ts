import "server-only";
import type { User } from "next-auth";
import type { Provider } from "next-auth/providers/index";
import type { OAuthConfig, TokenEndpointHandler } from "next-auth/providers/oauth";
import GitHubProvider from "next-auth/providers/github";
import GoogleProvider from "next-auth/providers/google";
import { z } from "zod";
import { offeredProviders } from "@/lib/server/domain/accounts/offered-providers";
import { type Env, getEnv } from "@/lib/server/env";

/** A provider's claims about a user in our terms; `profile` below makes it, and the callback parses it again. */
export const providerProfile = z.object({
  id: z.string().min(1),
  name: z.string().nullish(),
  email: z.string().nullish(),
  isEmailVerified: z.boolean(),
});
export type ProviderProfile = z.infer<typeof providerProfile>;

const HTTP_TIMEOUT_MS = 10_000;

/**
 * The configured providers for next-auth. `base` is the studio's origin as the browser sees it, where providers
 * redirect to.
 */
export function oauthProviders(base: string): Provider[] {
  const env = getEnv();
  const make = { oidc: oidcProvider, google: googleProvider, github: githubProvider };
  return offeredProviders(env).map(({ id }) => make[id](env, `${base}/api/auth/callback/${id}`));
}

type Claims = Record<string, unknown>;

function oidcProvider(env: Env, redirectUri: string): OAuthConfig<Claims> {
  return {
    id: "oidc",
    name: env.AUTH_OIDC_NAME,
    type: "oauth",
    wellKnown: `${env.AUTH_OIDC_ISSUER}/.well-known/openid-configuration`,
    authorization: { params: { scope: "openid email profile", redirect_uri: redirectUri } },
    token: exchangeAt(redirectUri, "openid"),
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    httpOptions: { timeout: HTTP_TIMEOUT_MS },
    clientId: env.AUTH_OIDC_ID,
    clientSecret: env.AUTH_OIDC_SECRET,
    userinfo: {
      // Some providers leave the address out of the ID token and only give it at the userinfo endpoint.
      request: async ({ client, tokens }) => {
        const claims = idClaims(tokens);
        if (typeof claims["email"] === "string") return asLibraryProfile(claims);
        const userInfo = await client.userinfo(tokens.access_token ?? "");
        return asLibraryProfile({ ...userInfo, sub: claims["sub"] });
      },
    },
    profile: (claims) => asLibraryUser(profileOfClaims(claims)),
  };
}

function googleProvider(env: Env, redirectUri: string): Provider {
  return GoogleProvider({
    clientId: env.AUTH_GOOGLE_ID ?? "",
    clientSecret: env.AUTH_GOOGLE_SECRET ?? "",
    authorization: { params: { scope: "openid email profile", redirect_uri: redirectUri } },
    token: exchangeAt(redirectUri, "openid"),
    checks: ["pkce", "state", "nonce"],
    httpOptions: { timeout: HTTP_TIMEOUT_MS },
    profile: (claims: Claims) => asLibraryUser(profileOfClaims(claims)),
  });
}

function githubProvider(env: Env, redirectUri: string): Provider {
  return GitHubProvider({
    clientId: env.AUTH_GITHUB_ID ?? "",
    clientSecret: env.AUTH_GITHUB_SECRET ?? "",
    authorization: { params: { scope: "read:user user:email", redirect_uri: redirectUri } },
    token: exchangeAt(redirectUri, "oauth"),
    checks: ["pkce", "state"],
    httpOptions: { timeout: HTTP_TIMEOUT_MS },
    userinfo: {
      request: async ({ client, tokens }) => {
        const accessToken = tokens.access_token ?? "";
        const person = await client.userinfo(accessToken);
        const answer = await client.requestResource(
          "https://api.github.com/user/emails",
          accessToken,
        );
        return asLibraryProfile({ ...person, ...githubAddress(answer.body?.toString() ?? "") });
      },
    },
    profile: (person: Claims) => asLibraryUser(profileOfGithub(person)),
  });
}

/**
 * next-auth builds the redirect URI from the environment; the token request must repeat the one that the provider was
 * given at first.
 */
function exchangeAt(redirectUri: string, kind: "openid" | "oauth"): TokenEndpointHandler {
  return {
    request: async ({ client, params, checks }) => ({
      tokens:
        kind === "openid"
          ? await client.callback(redirectUri, params, checks)
          : await client.oauthCallback(redirectUri, params, checks),
    }),
  };
}

/** Maps OpenID Connect's standard claims. An address counts as verified only if the provider says so. */
export function profileOfClaims(claims: Claims): ProviderProfile {
  const verified = claims["email_verified"];
  return {
    id: textOf(claims["sub"]) ?? "",
    name: textOf(claims["name"]) ?? textOf(claims["preferred_username"]),
    email: textOf(claims["email"]),
    isEmailVerified: verified === true || verified === "true",
  };
}

function profileOfGithub(person: Claims): ProviderProfile {
  const { id } = person;
  return {
    id: typeof id === "number" || typeof id === "string" ? String(id) : "",
    name: textOf(person["name"]) ?? textOf(person["login"]),
    email: textOf(person["email"]),
    isEmailVerified: person["isEmailVerified"] === true,
  };
}

const githubAddresses = z.array(
  z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }),
);

/** The primary address of a GitHub account. The one on the public profile may differ and carries no verification. */
export function githubAddress(json: string): { email: string | null; isEmailVerified: boolean } {
  const parsed = githubAddresses.safeParse(parseJson(json));
  const primary = parsed.data?.find((each) => each.primary);
  return primary === undefined
    ? { email: null, isEmailVerified: false }
    : { email: primary.email, isEmailVerified: primary.verified };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/**
 * Guarantee: with an `id_token` in the answer, next-auth's token set decodes it, and has checked its signature by now.
 */
function idClaims(tokens: object): Claims {
  const claims: unknown = Reflect.get(tokens, "claims");
  if (typeof claims !== "function") throw new Error("the provider gave no ID token");
  return Reflect.apply(claims, tokens, []) as Claims;
}

/** Guarantee: next-auth passes this to `profile` above unread. */
function asLibraryProfile(claims: Claims): never {
  return claims as never;
}

/**
 * Guarantee: next-auth passes this to the `jwt` callback, which reads it as a `ProviderProfile` and opens the session.
 */
function asLibraryUser(profile: ProviderProfile): User {
  return profile as unknown as User;
}
