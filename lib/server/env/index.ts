import "server-only";
import path from "node:path";
import { z } from "zod";
import { complaintsAboutSignIn, signInSettings } from "@/lib/server/env/sign-in";

/** Invalid settings. The message names each variable and what it should be, in one line. */
export class EnvError extends Error {
  override readonly name = "EnvError";
}

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .refine((value) => value >= least && value <= most);

const httpUrl = z.string().refine((value) => {
  if (!URL.canParse(value)) return false;
  const { protocol, username, search, hash } = new URL(value);
  return /^https?:$/.test(protocol) && !username && !search && !hash;
});

const databaseUrl = z
  .string()
  .refine((value) => /^postgres(ql)?:\/\//.test(value) && URL.canParse(value.replace("@/", "@x/")));

const host = /^(\[[\da-f:.]+\]|[a-z\d]([a-z\d.-]*[a-z\d])?)(:\d{1,5})?$/;

const imageHosts = z
  .string()
  .transform((value) =>
    value
      .toLowerCase()
      .split(",")
      .map((entry) => entry.trim())
      .filter(Boolean),
  )
  .refine((entries) => entries.every((entry) => host.test(entry)));

/** Seconds, such as `0.5`, or a range, such as `1-3`; parsed to milliseconds. */
const latency = z
  .string()
  .regex(/^\d+(\.\d+)?(-\d+(\.\d+)?)?$/)
  .transform((value) => {
    const [least = 0, most = least] = value.split("-").map((seconds) => Number(seconds) * 1000);
    return { leastMs: least, mostMs: most };
  })
  .refine(({ leastMs, mostMs }) => leastMs <= mostMs && mostMs <= 600_000);

/** The number of our own proxies in front; `false` and `true` mean none and one. */
const proxies = z
  .enum(["false", "true"])
  .transform((value) => Number(value === "true"))
  .or(whole(0, 10));

/** Every setting, with the end of the sentence "NAME should be …". `.env.example` documents each. */
const settings = {
  PORT: {
    words: "a port between 0 and 65535, such as 3000",
    schema: whole(0, 65_535).default(3000),
  },
  HOST: {
    words: "an address of this machine, such as 0.0.0.0 or 127.0.0.1",
    schema: z
      .string()
      .regex(/^[\w.:-]+$/)
      .default("0.0.0.0"),
  },
  DATA_DIR: {
    words: "a folder",
    schema: z
      .string()
      .default("./data")
      .transform((value) => path.resolve(value)),
  },
  DATABASE_URL: {
    words: "a PostgreSQL address, such as postgresql://user:password@host:5432/pentimento",
    schema: databaseUrl.optional(),
  },
  UPSTREAM_API_KEY: {
    words: "the key on one line, without spaces",
    schema: z
      .string()
      .regex(/^[\x21-\x7e]+$/)
      .optional(),
  },
  UPSTREAM_BASE_URL: {
    words: "an http(s) address without a query, such as https://api.apiyi.com/v1",
    schema: httpUrl
      .default("https://api.apiyi.com/v1")
      .transform((value) => value.replace(/\/+$/, "")),
  },
  UPSTREAM_IMAGE_HOSTS: {
    words: "host or host:port, separated by commas",
    schema: imageHosts.default([]),
  },
  UPSTREAM_PROFILES: {
    words: "the path of a JSON file",
    schema: z
      .string()
      .transform((value) => path.resolve(value))
      .optional(),
  },
  PENTIMENTO_ROLE: {
    words: "web, worker or all",
    schema: z.enum(["web", "worker", "all"]).default("all"),
  },
  PENTIMENTO_SECRET: {
    words: "at least 32 characters, such as the output of `openssl rand -base64 32`",
    schema: z.string().min(32).optional(),
  },
  PENTIMENTO_URL: {
    words: "the studio's public address without a path, such as https://studio.example.org",
    schema: httpUrl
      .refine((value) => URL.canParse(value) && new URL(value).pathname === "/")
      .transform((value) => new URL(value).origin)
      .optional(),
  },
  PENTIMENTO_SHARE_URL: {
    words:
      "the public address of shared links without a path, such as https://pictures.example.org",
    schema: httpUrl
      .refine((value) => URL.canParse(value) && new URL(value).pathname === "/")
      .transform((value) => new URL(value).origin)
      .optional(),
  },
  TRUSTED_PROXY: {
    words: "true, false, or the number of proxies in front (0 to 10)",
    schema: proxies.default(0),
  },
  WORKER_CONCURRENCY: {
    words: "a whole number between 1 and 10000",
    schema: whole(1, 10_000).default(64),
  },
  UPSTREAM_CONCURRENCY: {
    words: "a whole number between 1 and 10000",
    schema: whole(1, 10_000).default(8),
  },
  SANDBOX_LATENCY: {
    words: "seconds, or a range of seconds, such as 0.5 or 1-3 (at most 600)",
    schema: latency.optional(),
  },
  LOG_LEVEL: {
    words: "trace, debug, info, warn, error, fatal or silent",
    schema: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  },
  SPOOL_KEEP_DAYS: {
    words: "a whole number of days between 1 and 3650",
    schema: whole(1, 3650).default(90),
  },
  TRASH_KEEP_DAYS: {
    words: "a whole number of days between 1 and 3650",
    schema: whole(1, 3650).default(30),
  },
  DRAIN_SECONDS: {
    words: "a whole number of seconds between 0 and 3600",
    schema: whole(0, 3600).default(360),
  },
  ...signInSettings,
};

type SettingName = keyof typeof settings;

export const settingNames = Object.keys(settings);

/** The parsed settings: numbers, absolute folders, lists. */
export type Settings = {
  readonly [Name in SettingName]: z.output<(typeof settings)[Name]["schema"]>;
};

/** The app's settings: the scripts always provide a database, embedded or not. */
export type Env = Settings & { readonly DATABASE_URL: string };

/**
 * Parses settings from environment variables. An empty value counts as absent; unknown variables are ignored.
 * @throws EnvError naming each wrong variable and what it should be, never its value (it may be a secret)
 */
export function readSettings(source: Record<string, string | undefined>): Settings {
  const complaints: string[] = [];
  const entries = Object.entries(settings).map(([name, { words, schema }]) => {
    const result = schema.safeParse(source[name]?.trim() || undefined);
    if (!result.success) complaints.push(`${name} should be ${words}`);
    return [name, result.data];
  });
  const parsed: Record<string, unknown> = Object.fromEntries(entries);
  if (complaints.length === 0) complaints.push(...complaintsAboutSignIn(parsed));
  if (complaints.length > 0) {
    throw new EnvError(`${complaints.join("; ")}. Change it in .env or in the environment.`);
  }
  return asSettings(parsed);
}

/** Guarantee: `entries` above has one value per name, each parsed by that name's own schema. */
function asSettings(parsed: Record<string, unknown>): Settings {
  return Object.freeze(parsed) as Settings;
}

let env: Env | undefined;

/**
 * The process's settings, read once, on first use (so that a build needs none).
 * @throws EnvError like `readSettings`, and if no database is named
 */
export function getEnv(): Env {
  if (env) return env;
  const found = readSettings(process.env);
  const { DATABASE_URL } = found;
  if (DATABASE_URL === undefined) {
    throw new EnvError("DATABASE_URL is not set. `npm start` sets it to the embedded database.");
  }
  env = Object.freeze({ ...found, DATABASE_URL });
  return env;
}
