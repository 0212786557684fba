import "server-only";
import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import type { QueryConfig } from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { databasePool } from "@/lib/server/database-pools";
import { AppError } from "@/lib/server/errors";

/** Attempts within a window of so many seconds, counted from the first; the next one waits for the window's end. */
const LIMITS = {
  /** Wrong passwords in a browser that has signed in to the account before; all others are slowed down by account. */
  "sign-in device": { points: 10, duration: 15 * 60 },
  /** Wrong passwords of one session, before what cannot be undone. */
  "identity session": { points: 10, duration: 15 * 60 },
  "sign-in address": { points: 30, duration: 15 * 60 },
  "link account": { points: 5, duration: 15 * 60 },
  "link address": { points: 20, duration: 15 * 60 },
  "link use address": { points: 60, duration: 15 * 60 },
  /** Of one person: each may end in a mail to somebody else, or tell that an address is taken. */
  "email change": { points: 10, duration: 60 * 60 },
  "account export": { points: 10, duration: 60 * 60 },
  "sign-up address": { points: 10, duration: 60 * 60 },
  "key check": { points: 20, duration: 15 * 60 },
  "setup address": { points: 10, duration: 15 * 60 },
  "setup anyone": { points: 100, duration: 60 * 60 },
  /** Mails that one person has sent to whoever they name. */
  "invite mail": { points: 50, duration: 24 * 60 * 60 },
  "invite address": { points: 20, duration: 15 * 60 },
} as const;
type LimitName = keyof typeof LIMITS;

export type Attempt = { limit: LimitName; key: string };

/**
 * Counts an attempt before its outcome is known (so that guesses sent at once count too) and gives `too_many_attempts`
 * with the seconds to wait where a limit is used up. The counts are in the database: they hold across processes and restarts.
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

/** Takes an attempt back: it turned out to be the right word. */
export async function forgiveAttempt({ limit, key }: Attempt): Promise<void> {
  await (await limiterOf(limit)).reward(key);
}

/** Forgets all attempts under a key. */
export async function forgetAttempts({ limit, key }: Attempt): Promise<void> {
  await (await limiterOf(limit)).delete(key);
}

/** An account's key: of one length, and no list of addresses for whoever reads the table. */
export function accountKey(email: string): string {
  return createHash("sha256").update(email).digest("base64url");
}

/** An IPv6 customer has a whole /64 to come from. */
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
  // A database that was away must not be remembered as the answer.
  made.catch(() => limiters.delete(name));
  return made;
}

/** The package makes its table by itself; it holds nothing that must outlive an hour. */
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
