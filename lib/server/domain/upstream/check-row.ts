import "server-only";
import { type StoredCheck, type StoredFindings, storedFindings } from "@/lib/contracts/upstream";
import { db, type Tx } from "@/lib/server/db";
import { upstreamKey } from "@/lib/server/domain/upstream/upstream-name";

/** Interval of a running check's heartbeat. */
export const BEAT_EVERY_MS = 5_000;
/** A check without a heartbeat for longer than this has lost its process. */
const STALE_SECONDS = 20;
/** A queued check that no worker has claimed within this time may be replaced. */
const UNCLAIMED_SECONDS = 60;

type Row = { models: unknown };

/** The last check of the configured upstream, and the saved findings. */
export async function readStored(): Promise<StoredFindings> {
  const row = await db.upstreamFindings.findUnique({
    where: { upstream: upstreamKey() },
    select: { models: true },
  });
  return parseStored(row?.models ?? {});
}

/** A row in an older version's format counts as empty; the check can be repeated. */
function parseStored(models: unknown): StoredFindings {
  return storedFindings.safeParse(models).data ?? { saved: null, check: null };
}

/** Replaces the last check by a new one; returns false if the last one is still in progress. */
export async function placeCheck(check: StoredCheck, tx: Tx = db): Promise<boolean> {
  const placed = await tx.$executeRaw`
    INSERT INTO "UpstreamFindings" AS f (upstream, models, "checkedAt")
    VALUES (
      ${upstreamKey()},
      jsonb_build_object('check', ${JSON.stringify(check)}::jsonb || jsonb_build_object('beatAt', now())),
      now()
    )
    ON CONFLICT (upstream) DO UPDATE
    SET models = jsonb_set(f.models, '{check}', excluded.models -> 'check'), "checkedAt" = now(), "updatedAt" = now()
    WHERE NOT coalesce(
      (f.models #>> '{check,beatAt}')::timestamptz > now() - make_interval(secs =>
        CASE f.models #>> '{check,state}'
          WHEN 'running' THEN ${STALE_SECONDS}::int
          WHEN 'queued' THEN ${UNCLAIMED_SECONDS}::int
          ELSE 0
        END),
      false)`;
  return placed > 0;
}

/** Claims a queued check; null if another process has claimed it or a newer check replaced it. */
export async function claimCheck(checkId: string): Promise<StoredCheck | null> {
  const rows = await db.$queryRaw<Row[]>`
    UPDATE "UpstreamFindings"
    SET models = jsonb_set(jsonb_set(models, '{check,state}', '"running"'), '{check,beatAt}', to_jsonb(now()))
    WHERE upstream = ${upstreamKey()}
      AND models #>> '{check,id}' = ${checkId} AND models #>> '{check,state}' = 'queued'
    RETURNING models`;
  return checkIn(rows);
}

/** Claims a check whose process is gone, to recover its replies; null if there is none. */
export async function claimStaleCheck(): Promise<StoredCheck | null> {
  const rows = await db.$queryRaw<Row[]>`
    UPDATE "UpstreamFindings"
    SET models = jsonb_set(models, '{check,beatAt}', to_jsonb(now()))
    WHERE upstream = ${upstreamKey()} AND models #>> '{check,state}' = 'running'
      AND (models #>> '{check,beatAt}')::timestamptz < now() - make_interval(secs => ${STALE_SECONDS}::int)
    RETURNING models`;
  return checkIn(rows);
}

function checkIn(rows: Row[]): StoredCheck | null {
  return rows.length === 0 ? null : parseStored(rows[0]?.models).check;
}

/** Stores a check's progress. Throws `CheckReplaced` if a newer check replaced it; the caller must then stop. */
export async function writeCheck(check: StoredCheck): Promise<void> {
  const written = await db.$executeRaw`
    UPDATE "UpstreamFindings"
    SET models = jsonb_set(models, '{check}', ${JSON.stringify(check)}::jsonb || jsonb_build_object('beatAt', now()))
    WHERE upstream = ${upstreamKey()} AND models #>> '{check,id}' = ${check.id}`;
  if (written === 0) throw new CheckReplaced();
}

/** A newer check has replaced this one. */
export class CheckReplaced extends Error {
  override readonly name = "CheckReplaced";
}

/** Updates the heartbeat of a running check. */
export async function beatCheck(checkId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE "UpstreamFindings" SET models = jsonb_set(models, '{check,beatAt}', to_jsonb(now()))
    WHERE upstream = ${upstreamKey()} AND models #>> '{check,id}' = ${checkId}`;
}

/** Saves findings, or deletes them (null); the last check's report stays. */
export async function writeSaved(saved: StoredFindings["saved"], tx: Tx = db): Promise<void> {
  await tx.$executeRaw`
    UPDATE "UpstreamFindings"
    SET models = jsonb_set(models, '{saved}', ${JSON.stringify(saved)}::jsonb), "updatedAt" = now()
    WHERE upstream = ${upstreamKey()}`;
}
