import "server-only";
import { getEnv } from "@/lib/server/env";
import { knownSecrets } from "@/lib/server/log/known-secrets";

const REDACTED = "[redacted]";
const STRING_MAX = 4_000;
const BASE64_RUN_MAX = 200;
const DEPTH_MAX = 8;
const ITEMS_MAX = 100;

const SECRET_KEY =
  /^(authorization|proxy-?authorization|cookie|set-?cookie|(current|new)?_?password(hash)?|secret|token|api-?_?key|x-api-key|upstream_?api_?key|setup_?code|code_?verifier|lease_?token|database_?url)$/i;
const DATA_URL = /data:([\w.+-]+\/[\w.+-]+)?(;[\w=.-]+)*;base64,[A-Za-z0-9+/=_-]*/g;
const BASE64_RUN = new RegExp(`[A-Za-z0-9+/_-]{${BASE64_RUN_MAX},}={0,2}`, "g");
const BEARER = /\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi;
const PROVIDER_KEY = /\bsk-[\w-]{8,}/g;
const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@/]+@/gi;

/**
 * A copy of `value` that is safe to log: secret fields and upstream keys are redacted, data URLs and long base64 are
 * replaced by their length, and depth and size are bounded.
 */
export function scrub(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return scrubText(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) return value;
  if (depth >= DEPTH_MAX) return "[deeper]";
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    return `[${value.byteLength} bytes]`;
  }
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    return items.slice(0, ITEMS_MAX).map((item) => scrub(item, depth + 1));
  }
  return scrubObject(value, depth);
}

function scrubObject(value: object, depth: number): Record<string, unknown> {
  const source: [string, unknown][] =
    value instanceof Error
      ? [
          ["name", value.name],
          ["message", value.message],
          ["stack", value.stack],
        ]
      : Object.entries(value);
  return Object.fromEntries(
    source
      .slice(0, ITEMS_MAX)
      .map(([key, item]) => [key, SECRET_KEY.test(key) ? REDACTED : scrub(item, depth + 1)]),
  );
}

/** `scrub` for one string. */
export function scrubText(text: string): string {
  const scrubbed = withoutKeys(text)
    .replace(
      DATA_URL,
      (found, media: string | undefined) => `[data:${media ?? ""} ${found.length} chars]`,
    )
    .replace(BASE64_RUN, (found) => `[base64 ${found.length} chars]`)
    .replace(BEARER, (_, scheme: string) => `${scheme} ${REDACTED}`)
    .replace(PROVIDER_KEY, REDACTED)
    .replace(URL_PASSWORD, `$1:${REDACTED}@`);
  return scrubbed.length > STRING_MAX
    ? `${scrubbed.slice(0, STRING_MAX)}… [${scrubbed.length} chars]`
    : scrubbed;
}

function withoutKeys(text: string): string {
  const key = ownKey();
  return [...(key ? [key] : []), ...knownSecrets()].reduce(
    (rest, secret) => rest.replaceAll(secret, REDACTED),
    text,
  );
}

function ownKey(): string | undefined {
  try {
    return getEnv().UPSTREAM_API_KEY;
  } catch {
    return undefined;
  }
}
