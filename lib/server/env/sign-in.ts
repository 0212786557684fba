import "server-only";
import { z } from "zod";

/** `smtp://host:587`, `smtps://user:password@host:465`. */
const smtpUrl = z.string().refine((value) => {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, pathname, search, hash } = new URL(value);
  return /^smtps?:$/.test(protocol) && hostname !== "" && !search && !hash && pathname.length < 2;
});

const address = String.raw`[^\s<>@,;"]+@[^\s<>@,;"]+`;
const mailFrom = z.string().regex(new RegExp(`^(${address}|[^\\r\\n<>]+<${address}>)$`));

const issuer = z
  .string()
  .refine((value) => {
    if (!URL.canParse(value)) return false;
    const { protocol, username, search, hash } = new URL(value);
    return /^https?:$/.test(protocol) && !username && !search && !hash;
  })
  .transform((value) => value.replace(/\/\.well-known\/openid-configuration$/, ""))
  .transform((value) => value.replace(/\/+$/, ""));

/** Who may sign up without an invite: nobody, everybody, or addresses at one of these domains. */
export type SignUpPolicy =
  | { kind: "closed" }
  | { kind: "open" }
  | { kind: "domains"; domains: readonly string[] };

const DOMAIN = /^([a-z\d]([a-z\d-]*[a-z\d])?\.)+[a-z][a-z\d-]*[a-z\d]$/;

const signUp = z
  .string()
  .transform((value) => value.toLowerCase())
  .transform((value): SignUpPolicy => {
    if (value === "closed" || value === "open") return { kind: value };
    const domains = value.split(",").map((entry) => entry.trim().replace(/^@/, ""));
    return { kind: "domains", domains: domains.filter(Boolean) };
  })
  .refine((policy) => policy.kind !== "domains" || policy.domains.every((one) => DOMAIN.test(one)));

const word = z.string().regex(/^[\x21-\x7e]+$/);
const id = { words: "the client id on one line, without spaces", schema: word.optional() };
const secret = { words: "the client secret on one line, without spaces", schema: word.optional() };

/** The settings for sign-in, sign-up and mail; index.ts merges them with all others. */
export const signInSettings = {
  SMTP_URL: {
    words: "a mail server's address, such as smtps://user:password@mail.example.org:465",
    schema: smtpUrl.optional(),
  },
  MAIL_FROM: {
    words: "a sender, such as Pentimento <studio@example.org>",
    schema: mailFrom.optional(),
  },
  SIGN_UP: {
    words: "closed, open, or domains of e-mail addresses separated by commas, such as example.org",
    schema: signUp.default({ kind: "closed" }),
  },
  AUTH_GITHUB_ID: id,
  AUTH_GITHUB_SECRET: secret,
  AUTH_GOOGLE_ID: id,
  AUTH_GOOGLE_SECRET: secret,
  AUTH_OIDC_ISSUER: {
    words: "an OpenID Connect issuer's http(s) address, such as https://id.example.org/realms/main",
    schema: issuer.optional(),
  },
  AUTH_OIDC_ID: id,
  AUTH_OIDC_SECRET: secret,
  AUTH_OIDC_NAME: {
    words: "what the provider is called on the button, at most 40 characters",
    schema: z.string().max(40).default("OpenID Connect"),
  },
};

type Name = keyof typeof signInSettings;

/** Settings that must be set together. */
const GROUPS: readonly (readonly (Name | "PENTIMENTO_URL")[])[] = [
  ["AUTH_GITHUB_ID", "AUTH_GITHUB_SECRET"],
  ["AUTH_GOOGLE_ID", "AUTH_GOOGLE_SECRET"],
  ["AUTH_OIDC_ISSUER", "AUTH_OIDC_ID", "AUTH_OIDC_SECRET"],
];

/**
 * Checks combinations of valid settings; returns sentences without values. Mail requires `PENTIMENTO_URL`: a link built
 * from a request's `Host` would lead wherever the sender of the request likes.
 */
export function complaintsAboutSignIn(settings: Readonly<Record<string, unknown>>): string[] {
  const isSet = (name: string) => settings[name] !== undefined;
  const complaints = GROUPS.filter((group) => group.some(isSet) && !group.every(isSet)).map(
    (group) => `${group.filter((name) => !isSet(name)).join(" and ")} should be set too`,
  );
  if (isSet("SMTP_URL")) {
    for (const name of ["MAIL_FROM", "PENTIMENTO_URL"].filter((each) => !isSet(each))) {
      complaints.push(`${name} should be set where SMTP_URL is`);
    }
  }
  const policy = settings["SIGN_UP"];
  const isByDomain =
    typeof policy === "object" && policy !== null && Reflect.get(policy, "kind") === "domains";
  if (isByDomain && !isSet("SMTP_URL")) {
    complaints.push(
      "SIGN_UP by domain should come with SMTP_URL: a link by e-mail proves the address",
    );
  }
  return complaints;
}
