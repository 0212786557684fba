import type pg from "pg";
import { readApplied, readMigrations } from "../database/migrations";
import { type Finding, ok, warn, wrong } from "./finding";

/** Leases, budget days and link expiry compare the two clocks. */
const SKEW_MS = 2_000;

/** Checks migrations and clock skew. */
export async function checkDatabaseState(client: pg.Client): Promise<Finding[]> {
  const known = (await readMigrations()).map(({ name }) => name);
  const applied = await readApplied(client);
  const missing = known.filter((name) => !applied.has(name));
  const foreign = [...applied].filter((name) => !known.includes(name)).toSorted();
  return [migrationsFinding(known.length, missing, foreign), await checkClock(client)];
}

function migrationsFinding(count: number, missing: string[], foreign: string[]): Finding {
  const [newest] = foreign.toReversed();
  if (newest !== undefined) {
    return wrong(
      "migrations",
      `the database is from a newer version (it has ${newest})`,
      "Update this checkout.",
    );
  }
  if (missing.length === 0) return ok("migrations", `all ${count} applied`);
  return warn(
    "migrations",
    `${missing.length} of ${count} are not applied`,
    "Restart the studio: it applies them.",
  );
}

async function checkClock(client: pg.Client): Promise<Finding> {
  const before = Date.now();
  const { rows } = await client.query<{ ms: number }>(
    "SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS ms",
  );
  const after = Date.now();
  const theirs = rows[0]?.ms ?? 0;
  // The duration of the round trip does not count as skew.
  const skew = theirs < before ? before - theirs : Math.max(0, theirs - after);
  const says = `${(skew / 1000).toFixed(1)} s between this machine and the database`;
  return skew <= SKEW_MS
    ? ok("clock", says)
    : wrong("clock", says, "Synchronize both clocks with NTP: leases and links depend on them.");
}

/** Checks queued generations and the job queue. */
export async function checkQueue(client: pg.Client): Promise<Finding[]> {
  const { rows } = await client.query<{ stale: number; waiting: number; old: number }>(
    `SELECT count(*) FILTER (WHERE state IN ('claimed', 'sent', 'received') AND "leaseUntil" < now() - interval '1 minute')::int AS stale,
       count(*) FILTER (WHERE state = 'queued')::int AS waiting,
       count(*) FILTER (WHERE state = 'queued' AND "queuedAt" < now() - interval '1 hour'
         AND ("retryAt" IS NULL OR "retryAt" < now()))::int AS old
     FROM "Generation"`,
  );
  const { stale = 0, waiting = 0, old = 0 } = rows[0] ?? {};
  const remedy =
    "Is a worker running (PENTIMENTO_ROLE all or worker)? A worker claims them within seconds; otherwise its log has the reason.";
  return [
    stale === 0
      ? ok("leases", "no lease has expired")
      : warn("leases", `${stale} generations belong to a worker that has ended`, remedy),
    old === 0
      ? ok("line", `${waiting} generations are queued`)
      : warn(
          "line",
          `${old} of ${waiting} generations have been queued for more than an hour`,
          remedy,
        ),
    await checkJobs(client),
  ];
}

async function checkJobs(client: pg.Client): Promise<Finding> {
  const { rows: tables } = await client.query<{ name: string | null }>(
    "SELECT to_regclass('graphile_worker.jobs')::text AS name",
  );
  if (!tables[0]?.name) {
    return warn("queue", "the queue has no tables yet", "Start the studio: it creates them.");
  }
  const { rows } = await client.query<{ jobs: number; dead: number; stuck: number }>(
    `SELECT count(*)::int AS jobs, count(*) FILTER (WHERE attempts >= max_attempts AND locked_at IS NULL)::int AS dead,
       count(*) FILTER (WHERE locked_at < now() - interval '1 hour')::int AS stuck FROM graphile_worker.jobs`,
  );
  const { jobs = 0, dead = 0, stuck = 0 } = rows[0] ?? {};
  if (dead + stuck === 0) return ok("queue", `${jobs} jobs`);
  return warn(
    "queue",
    `${dead} jobs have failed permanently, ${stuck} have been locked for more than an hour`,
    'Nothing is lost: generations continue without a job. The studio\'s log has the error, event "queue".',
  );
}
