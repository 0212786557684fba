import "server-only";
import { db, inTransaction, type Tx } from "@/lib/server/db";
import { allLanes, type Lane } from "@/lib/server/domain/queue/lanes";
import { grow, halve, type Limit, slotsOf, restart } from "@/lib/server/domain/queue/limit-rule";
import { callsUnderWay, countUnderWay } from "@/lib/server/domain/queue/under-way";
import { getEnv } from "@/lib/server/env";
import { log } from "@/lib/server/log";

/** The configured limit, capped at what one worker can run at a time. */
function configuredLimit(): number {
  const { UPSTREAM_CONCURRENCY, WORKER_CONCURRENCY } = getEnv();
  return Math.min(UPSTREAM_CONCURRENCY, WORKER_CONCURRENCY);
}

/** The number of slots at this limit, by this process's settings. */
export function slotsAt(limit: Limit): number {
  return slotsOf(limit, getEnv().WORKER_CONCURRENCY);
}

/**
 * The limit of an upstream, with its row locked until the transaction ends to serialise claims and changes across
 * processes. Creates the row if it is missing.
 */
export async function lockLimit(tx: Tx, { upstream }: Lane): Promise<Limit> {
  const read = () => tx.$queryRaw<Limit[]>`
    SELECT allowed, "halvedAt" FROM "UpstreamLimit" WHERE upstream = ${upstream} FOR UPDATE`;
  const [found] = await read();
  if (found !== undefined) return found;
  await tx.$executeRaw`
    INSERT INTO "UpstreamLimit" (upstream, allowed) VALUES (${upstream}, ${configuredLimit()}::float8)
    ON CONFLICT (upstream) DO NOTHING`;
  const [created] = await read();
  if (created === undefined) throw new Error("the upstream's limit could not be read");
  return created;
}

/** The current limit without a lock, for display; null before the first call. */
export async function readLimit(tx: Tx, { upstream }: Lane): Promise<Limit | null> {
  return tx.upstreamLimit.findUnique({
    where: { upstream },
    select: { allowed: true, halvedAt: true },
  });
}

/** Call when a worker starts: returns to UPSTREAM_CONCURRENCY unless the upstream was saturated minutes ago. */
export async function restartLimits(now: Date): Promise<void> {
  for (const lane of allLanes())
    await updateLimit(lane, (limit) => restart(limit, configuredLimit(), now));
}

/** Record a successful call, after it has freed its slot. Locks nothing while the limit is not in full use. */
export async function noteCallWentWell(lane: Lane): Promise<void> {
  const growBy = (limit: Limit, others: number) =>
    grow(limit, others + 1, getEnv().WORKER_CONCURRENCY);
  const [seen] = await db.$queryRaw<(Limit & { others: number })[]>`
    SELECT allowed, "halvedAt", (${callsUnderWay(lane)}) AS others
    FROM "UpstreamLimit" WHERE upstream = ${lane.upstream}`;
  if (seen !== undefined && growBy(seen, seen.others).allowed === seen.allowed) return;
  await updateLimit(lane, async (limit, tx) => growBy(limit, await countUnderWay(tx, lane)));
}

/** Record a saturated reply (429, unbilled) to a call sent at `sentAt`. */
export function noteSaturated(lane: Lane, sentAt: Date, now: Date): Promise<void> {
  return updateLimit(lane, (limit) => halve(limit, sentAt, now));
}

async function updateLimit(
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
  if (slotsAt(next) === slotsAt(found)) return;
  log.info(
    { event: "upstream.limit", places: slotsAt(next), before: slotsAt(found) },
    "the limit of concurrent upstream calls has changed",
  );
}
