import "server-only";
import { type StoredCheck, type StoredFindings, storedFindings } from "@/lib/contracts/upstream";
import { db, type Tx } from "@/lib/server/db";
import { upstreamKey } from "@/lib/server/domain/studio/upstream-key";

/** Whoever runs a check says so this often, in milliseconds. */
export const BEAT_EVERY_MS = 5_000;
/** Silent for longer than this, its process is gone, in seconds. */
const STALE_SECONDS = 20;
/** A check that no worker has taken by then may be given up for another, in seconds. */
const UNCLAIMED_SECONDS = 60;

type Row = { models: unknown };

/** What is stored of the configured upstream: the last check, and what was saved. */
export async function readStored(): Promise<StoredFindings> {
  const row = await db.upstreamFindings.findUnique({
    where: { upstream: upstreamKey() },
    select: { models: true },
  });
  return parseStored(row?.models ?? {});
}

/** A row that an older version wrote otherwise counts as empty: a check can be run again. */
function parseStored(models: unknown): StoredFindings {
  return storedFindings.safeParse(models).data ?? { saved: null, check: null };
}

/** Puts a new check in the place of the last one, unless that one is still under way: false then. */
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

/** Takes a waiting check on; null where another process has it, or a newer check took its place. */
export async function claimCheck(checkId: string): Promise<StoredCheck | null> {
  const rows = await db.$queryRaw<Row[]>`
    UPDATE "UpstreamFindings"
    SET models = jsonb_set(jsonb_set(models, '{check,state}', '"running"'), '{check,beatAt}', to_jsonb(now()))
    WHERE upstream = ${upstreamKey()}
      AND models #>> '{check,id}' = ${checkId} AND models #>> '{check,state}' = 'queued'
    RETURNING models`;
  return checkIn(rows);
}

/** Takes over a check whose process is gone, for its answers' sake; null where there is none. */
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

/** Writes how far a check is. Throws where another check has taken its place: then it must not go on. */
export async function writeCheck(check: StoredCheck): Promise<void> {
  const written = await db.$executeRaw`
    UPDATE "UpstreamFindings"
    SET models = jsonb_set(models, '{check}', ${JSON.stringify(check)}::jsonb || jsonb_build_object('beatAt', now()))
    WHERE upstream = ${upstreamKey()} AND models #>> '{check,id}' = ${check.id}`;
  if (written === 0) throw new CheckReplaced();
}

/** Another check has begun in the place of this one. */
export class CheckReplaced extends Error {
  override readonly name = "CheckReplaced";
}

export async function beatCheck(checkId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE "UpstreamFindings" SET models = jsonb_set(models, '{check,beatAt}', to_jsonb(now()))
    WHERE upstream = ${upstreamKey()} AND models #>> '{check,id}' = ${checkId}`;
}

/** Keeps or (null) forgets what was found; the last check's report stays. */
export async function writeSaved(saved: StoredFindings["saved"], tx: Tx = db): Promise<void> {
  await tx.$executeRaw`
    UPDATE "UpstreamFindings"
    SET models = jsonb_set(models, '{saved}', ${JSON.stringify(saved)}::jsonb), "updatedAt" = now()
    WHERE upstream = ${upstreamKey()}`;
}
