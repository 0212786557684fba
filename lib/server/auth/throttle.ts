import "server-only";
import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import type { QueryConfig } from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { databasePool } from "@/lib/server/db/pools";
import { AppError } from "@/lib/server/errors";

/** Attempts per window of `duration` seconds; the window starts with the first attempt. */
const LIMITS = {
  /** Wrong passwords from a known browser; all others are throttled by account. */
  "sign-in device": { points: 10, duration: 15 * 60 },
  /** Wrong passwords per session, when confirming an irreversible act. */
  "identity session": { points: 10, duration: 15 * 60 },
  "sign-in address": { points: 30, duration: 15 * 60 },
  "link account": { points: 5, duration: 15 * 60 },
  "link address": { points: 20, duration: 15 * 60 },
  "link use address": { points: 60, duration: 15 * 60 },
  /** Per person: each may send mail to a third party, or reveal that an address is taken. */
  "email change": { points: 10, duration: 60 * 60 },
  "account export": { points: 10, duration: 60 * 60 },
  /** Per person: each may read gigabytes. */
  /** Wrong passwords of one share, from one address and from all. */
  "share password address": { points: 10, duration: 15 * 60 },
  "share password": { points: 200, duration: 15 * 60 },
  /** What visitors write in one share, from one address and from all. */
  "share comment address": { points: 30, duration: 10 * 60 },
  "share pick address": { points: 300, duration: 10 * 60 },
  "share review": { points: 2_000, duration: 60 * 60 },
  /** ZIPs of one share, per address. */
  "share download": { points: 20, duration: 60 * 60 },
  /** Paths taken over from links, per person. */
  "share continue": { points: 60, duration: 60 * 60 },
  "image download": { points: 60, duration: 60 * 60 },
  "sign-up address": { points: 10, duration: 60 * 60 },
  "key check": { points: 20, duration: 15 * 60 },
  "setup address": { points: 10, duration: 15 * 60 },
  "setup anyone": { points: 100, duration: 60 * 60 },
  /** Per person: invite mails go to any address that they enter. */
  "invite mail": { points: 50, duration: 24 * 60 * 60 },
  "invite address": { points: 20, duration: 15 * 60 },
} as const;
type LimitName = keyof typeof LIMITS;

export type Attempt = { limit: LimitName; key: string };

/**
 * Counts attempts before their outcome is known, so that parallel guesses count too. Throws `too_many_attempts` with
 * the seconds to wait where a limit is used up. Counts are in the database and hold across processes and restarts.
 */
export async function countAttempts(attempts: readonly Attempt[]): Promise<void> {
  for (const { limit, key } of attempts) {
    const limiter = await limiterOf(limit);
    try {
      await limiter.consume(key);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      throw new AppError("too_many_attempts", { details: { seconds } });
    }
  }
}

/** Refund the rate-limit point after a correct password or code. */
export async function forgiveAttempt({ limit, key }: Attempt): Promise<void> {
  await (await limiterOf(limit)).reward(key);
}

/** Resets the count of a key. */
export async function forgetAttempts({ limit, key }: Attempt): Promise<void> {
  await (await limiterOf(limit)).delete(key);
}

/** The rate-limit key of an account: a hash, so that the table does not list e-mail addresses. */
export function accountKey(email: string): string {
  return createHash("sha256").update(email).digest("base64url");
}

/** The rate-limit key of an IP address: an IPv6 customer owns a whole /64. */
export function addressKey(address: string): string {
  return isIPv6(address) ? `${networkOf(address)}::/64` : address;
}

function networkOf(address: string): string {
  const [head = "", tail] = address.split("::");
  const groups = head.split(":").filter(Boolean);
  const after = tail === undefined ? [] : tail.split(":").filter(Boolean);
  while (groups.length + after.length < 8) groups.push("0");
  return [...groups, ...after].slice(0, 4).join(":");
}

const limiters = new Map<LimitName, Promise<RateLimiterPostgres>>();

function limiterOf(name: LimitName): Promise<RateLimiterPostgres> {
  const known = limiters.get(name);
  if (known) return known;
  const made = makeLimiter(name);
  limiters.set(name, made);
  // Do not cache a failure to connect.
  made.catch(() => limiters.delete(name));
  return made;
}

/** The package creates its table; nothing in it must outlive an hour. */
function makeLimiter(name: LimitName): Promise<RateLimiterPostgres> {
  return new Promise((resolve, reject) => {
    const limiter = new RateLimiterPostgres(
      {
        ...LIMITS[name],
        storeClient: { query: (query: QueryConfig) => databasePool().query(query) },
        storeType: "pool",
        keyPrefix: name,
        tableName: "attempts",
      },
      (error) => (error ? reject(error) : resolve(limiter)),
    );
  });
}
