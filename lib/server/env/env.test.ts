import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { EnvError, readSettings, settingNames } from "@/lib/server/env";

test("without settings: the defaults of a first start", () => {
  expect(readSettings({})).toMatchObject({
    PORT: 3000,
    HOST: "0.0.0.0",
    DATA_DIR: expect.stringMatching(/^\/.*\/data$/),
    UPSTREAM_BASE_URL: "https://api.apiyi.com/v1",
    UPSTREAM_IMAGE_HOSTS: [],
    PENTIMENTO_ROLE: "all",
    TRUSTED_PROXY: 0,
    WORKER_CONCURRENCY: 64,
    UPSTREAM_CONCURRENCY: 8,
    LOG_LEVEL: "info",
    SPOOL_KEEP_DAYS: 90,
    TRASH_KEEP_DAYS: 30,
    DRAIN_SECONDS: 360,
  });
});

test(".env.example documents every setting and no other", () => {
  const text = readFileSync(".env.example", "utf8");
  const documented = [...text.matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name);
  expect(new Set(documented)).toEqual(new Set<string>(settingNames));
});

test("an empty value counts as absent", () => {
  expect(readSettings({ PORT: "", DATABASE_URL: " " })).toMatchObject({
    PORT: 3000,
    DATABASE_URL: undefined,
  });
});

test.each([
  ["PORT", "http"],
  ["PORT", "70000"],
  ["PORT", "-1"],
  ["HOST", "http://localhost"],
  ["DATABASE_URL", "mysql://localhost/x"],
  ["DATABASE_URL", "localhost"],
  ["UPSTREAM_API_KEY", "two words"],
  ["UPSTREAM_BASE_URL", "api.apiyi.com"],
  ["UPSTREAM_BASE_URL", "https://user@example.org/v1"],
  ["UPSTREAM_IMAGE_HOSTS", "https://example.org"],
  ["PENTIMENTO_ROLE", "both"],
  ["PENTIMENTO_SECRET", "short"],
  ["PENTIMENTO_URL", "https://example.org/studio"],
  ["PENTIMENTO_URL", "studio.example.org"],
  ["TRUSTED_PROXY", "yes"],
  ["WORKER_CONCURRENCY", "0"],
  ["UPSTREAM_CONCURRENCY", "0"],
  ["SANDBOX_LATENCY", "3-1"],
  ["LOG_LEVEL", "loud"],
  ["SPOOL_KEEP_DAYS", "0"],
  ["TRASH_KEEP_DAYS", "0"],
  ["DRAIN_SECONDS", "1.5"],
  ["SMTP_URL", "mail.example.org"],
  ["MAIL_FROM", "the studio"],
  ["SIGN_UP", "perhaps"],
  ["SIGN_UP", "example.org,*.example.com"],
  ["AUTH_GITHUB_ID", "two words"],
  ["AUTH_OIDC_ISSUER", "id.example.org"],
])("%s=%s is refused by name", (name, value) => {
  const read = () => readSettings({ [name]: value });
  expect(read).toThrow(EnvError);
  expect(read).toThrow(new RegExp(`^${name} should be `));
});

test("an error never repeats a value, which may be a secret", () => {
  const read = () => readSettings({ UPSTREAM_API_KEY: "sk-canary 1", PENTIMENTO_SECRET: "canary" });
  expect(read).toThrow(/^UPSTREAM_API_KEY .*PENTIMENTO_SECRET /);
  expect(read).not.toThrow("canary");
});

test("all wrong settings are named in one line", () => {
  const read = () => readSettings({ PORT: "x", LOG_LEVEL: "y" });
  expect(read).toThrow(/^PORT should be [^\n]*; LOG_LEVEL should be [^\n]*$/);
});

test("values are normalised", () => {
  expect(
    readSettings({
      UPSTREAM_BASE_URL: "http://10.0.0.5:8080/v1/",
      UPSTREAM_IMAGE_HOSTS: "CDN.example.org, [::1]:9000,",
      PENTIMENTO_URL: "https://Studio.example.org/",
      TRUSTED_PROXY: "true",
      SANDBOX_LATENCY: "0.5-2",
    }),
  ).toMatchObject({
    UPSTREAM_BASE_URL: "http://10.0.0.5:8080/v1",
    UPSTREAM_IMAGE_HOSTS: ["cdn.example.org", "[::1]:9000"],
    PENTIMENTO_URL: "https://studio.example.org",
    TRUSTED_PROXY: 1,
    SANDBOX_LATENCY: { leastMs: 500, mostMs: 2000 },
  });
  expect(readSettings({ SANDBOX_LATENCY: "0" }).SANDBOX_LATENCY).toEqual({ leastMs: 0, mostMs: 0 });
  expect(readSettings({ DATABASE_URL: "postgresql://me@/x?host=/a%20b" }).DATABASE_URL).toMatch(
    /x/,
  );
});

const mail = {
  SMTP_URL: "smtps://me:canary@mail.example.org:465",
  MAIL_FROM: "Pentimento <studio@example.org>",
  PENTIMENTO_URL: "https://studio.example.org",
};

test.each([
  [{ ...mail, MAIL_FROM: "" }, /^MAIL_FROM should be set/],
  // Otherwise a link would lead wherever the request's Host header says.
  [{ ...mail, PENTIMENTO_URL: "" }, /^PENTIMENTO_URL should be set/],
  [{ SIGN_UP: "example.org" }, /^SIGN_UP by domain should come with SMTP_URL/],
  [{ AUTH_GITHUB_ID: "x" }, /^AUTH_GITHUB_SECRET should be set too/],
  [{ AUTH_OIDC_ISSUER: "https://id.example.org" }, /^AUTH_OIDC_ID and AUTH_OIDC_SECRET should/],
])("settings that must be set together: %o", (source, words) => {
  const read = () => readSettings(source);
  expect(read).toThrow(words);
  expect(read).not.toThrow("canary");
});

test("sign-in settings are parsed", () => {
  expect(readSettings(mail)).toMatchObject({ SIGN_UP: { kind: "closed" } });
  expect(
    readSettings({
      ...mail,
      SIGN_UP: "Example.org, @example.com",
      AUTH_OIDC_ISSUER: "https://id.example.org/realms/main/",
      AUTH_OIDC_ID: "x",
      AUTH_OIDC_SECRET: "y",
    }),
  ).toMatchObject({
    SIGN_UP: { kind: "domains", domains: ["example.org", "example.com"] },
    AUTH_OIDC_ISSUER: "https://id.example.org/realms/main",
    AUTH_OIDC_NAME: "OpenID Connect",
  });
});
