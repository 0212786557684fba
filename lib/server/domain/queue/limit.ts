import "server-only";
import { inTransaction, type Tx } from "@/lib/server/db";
import { allLanes, type Lane } from "@/lib/server/domain/queue/lanes";
import { grow, halve, type Limit, placesOf, restart } from "@/lib/server/domain/queue/limit-rule";
import { countUnderWay } from "@/lib/server/domain/queue/under-way";
import { getEnv } from "@/lib/server/env";
import { log } from "@/lib/server/log";

/** The setting, and never more than one worker can have under way. */
function startOf(): number {
  const { UPSTREAM_CONCURRENCY, WORKER_CONCURRENCY } = getEnv();
  return Math.min(UPSTREAM_CONCURRENCY, WORKER_CONCURRENCY);
}

/** How many calls may be under way at this limit, by the rule and by this process's settings. */
export function placesAt(limit: Limit): number {
  return placesOf(limit, getEnv().WORKER_CONCURRENCY);
}

/**
 * The limit of an upstream, its row locked until the transaction ends: whoever claims or changes the limit
 * passes one at a time, in whichever process. Makes the row where there is none.
 */
export async function lockLimit(tx: Tx, { upstream }: Lane): Promise<Limit> {
  const read = () => tx.$queryRaw<Limit[]>`
    SELECT allowed, "halvedAt" FROM "UpstreamLimit" WHERE upstream = ${upstream} FOR UPDATE`;
  const [found] = await read();
  if (found !== undefined) return found;
  await tx.$executeRaw`
    INSERT INTO "UpstreamLimit" (upstream, allowed) VALUES (${upstream}, ${startOf()}::float8)
    ON CONFLICT (upstream) DO NOTHING`;
  const [made] = await read();
  if (made === undefined) throw new Error("the upstream's limit could not be read");
  return made;
}

/** The limit as it stands, for whoever only shows it; null before the first call. */
export async function readLimit(tx: Tx, { upstream }: Lane): Promise<Limit | null> {
  return tx.upstreamLimit.findUnique({
    where: { upstream },
    select: { allowed: true, halvedAt: true },
  });
}

/** Called when a worker starts: UPSTREAM_CONCURRENCY counts again, unless the service was saturated minutes ago. */
export async function restartLimits(now: Date): Promise<void> {
  for (const lane of allLanes()) await change(lane, (limit) => restart(limit, startOf(), now));
}

/** A call was answered as it should be. Called after it gave its place free. */
export function noteCallWentWell(lane: Lane): Promise<void> {
  return change(lane, async (limit, tx) =>
    grow(limit, (await countUnderWay(tx, lane)) + 1, getEnv().WORKER_CONCURRENCY),
  );
}

/** The service said that it is saturated (429, unbilled) to a call that was sent at `sentAt`. */
export function noteSaturated(lane: Lane, sentAt: Date, now: Date): Promise<void> {
  return change(lane, (limit) => halve(limit, sentAt, now));
}

async function change(
  lane: Lane,
  rule: (limit: Limit, tx: Tx) => Limit | Promise<Limit>,
): Promise<void> {
  const { found, next } = await inTransaction(async (tx) => {
    const found = await lockLimit(tx, lane);
    const next = await rule(found, tx);
    if (next.allowed === found.allowed && next.halvedAt === found.halvedAt) return { found, next };
    await tx.upstreamLimit.update({
      where: { upstream: lane.upstream },
      data: { ...next, updatedAt: new Date() },
    });
    return { found, next };
  });
  if (placesAt(next) === placesAt(found)) return;
  log.info(
    { event: "upstream.limit", places: placesAt(next), before: placesAt(found) },
    "the number of calls that may be under way has changed",
  );
}
