import "server-only";
import { bulkParams } from "@/lib/contracts/bulk";
import type { Actor } from "@/lib/server/auth/actor";
import type { Clock } from "@/lib/server/clock";
import { db, inTransaction, type Tx } from "@/lib/server/db";
import { recordAudit } from "@/lib/server/domain/audit/record";
import { brandId } from "@/lib/server/domain/brand";
import { changeImages, INVERSE } from "@/lib/server/domain/bulk/change-images";
import { IMAGES_CHANGED } from "@/lib/server/domain/images/image-drafts";
import { findActingMember } from "@/lib/server/domain/members/acting-member";
import { publishDrafts } from "@/lib/server/events/publish";
import type { BulkAct } from "@/lib/server/generated/prisma/client";

/** Images per transaction: short enough that nobody waits for their rows. */
const BATCH = 500;
const DAY_MS = 86_400_000;
/** How long acts can be undone. */
const KEPT_DAYS = 7;

/**
 * Works through an act, or through its undoing, batch by batch; each batch is one transaction with its progress, so that
 * a crash loses and doubles nothing.
 * @param stopping ends it before the next batch; the job is tried again
 */
export async function runBulkAct(
  bulkId: string,
  { clock, stopping }: { clock: Clock; stopping?: AbortSignal },
): Promise<void> {
  while (await inTransaction((tx) => runBatch(tx, bulkId, clock))) stopping?.throwIfAborted();
}

type Row = Pick<
  BulkAct,
  "id" | "workspaceId" | "createdById" | "action" | "params" | "state" | "doneCount"
> & { batch: string[]; total: number };

/** Returns whether there is more to do. */
async function runBatch(tx: Tx, bulkId: string, clock: Clock): Promise<boolean> {
  // The lists stay in the database: they may have 100,000 ids.
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT id::text, "workspaceId"::text, "createdById"::text, action::text, params, state::text, "doneCount",
      ids["doneCount" + 1 : "doneCount" + ${BATCH}::int]::text[] AS batch, cardinality(ids) AS total
    FROM (
      SELECT *, CASE WHEN state = 'undoing' THEN "changedIds" ELSE "imageIds" END AS ids
      FROM "BulkAct" WHERE id = ${bulkId}::uuid AND state IN ('running', 'undoing') FOR NO KEY UPDATE
    ) act`;
  if (row === undefined) return false;
  const isUndo = row.state === "undoing";
  const actor = await findActingMember(tx, row);
  const now = clock.now();
  const action = isUndo ? INVERSE[row.action] : row.action;
  // A person who has left changes nothing any more.
  const changed =
    actor === null || action === null
      ? []
      : await changeImages(tx, actor, { action, ...bulkParams.parse(row.params) }, row.batch, now);
  const doneCount = row.doneCount + row.batch.length;
  const isEnd = doneCount >= row.total;
  await tx.$executeRaw`
    UPDATE "BulkAct" SET "doneCount" = ${doneCount}::int, "progressAt" = now(),
      "changedIds" = CASE WHEN state = 'running' THEN "changedIds" || ${changed}::uuid[] ELSE "changedIds" END,
      state = CASE WHEN NOT ${isEnd}::boolean THEN state WHEN state = 'running' THEN 'done' ELSE 'undone' END::"BulkState",
      "finishedAt" = CASE WHEN ${isEnd}::boolean THEN ${now}::timestamptz END
    WHERE id = ${bulkId}::uuid`;
  if (isEnd) await finish(tx, row, actor);
  return !isEnd;
}

const AUDITED = {
  trash: "picture.trashed",
  restore: "picture.restored",
  purge: "picture.purged",
} as const;

/** One entry and one event for the whole act. */
async function finish(tx: Tx, row: Row, actor: Actor | null): Promise<void> {
  const action = row.state === "undoing" ? INVERSE[row.action] : row.action;
  if (actor !== null && (action === "trash" || action === "restore" || action === "purge")) {
    await recordAudit(tx, actor, {
      workspaceId: row.workspaceId,
      act: AUDITED[action],
      target: { kind: "picture", id: null, name: "" },
      details: { count: row.total },
    });
  }
  const isOwnMark = row.action === "favourite" || row.action === "unfavourite";
  const audienceId = isOwnMark ? row.createdById : null;
  await publishDrafts(tx, brandId(row.workspaceId), [{ ...IMAGES_CHANGED, audienceId }]);
}

/** Deletes acts that can no longer be undone; returns how many. */
export async function pruneBulkActs(now: Date): Promise<number> {
  const { count } = await db.bulkAct.deleteMany({
    where: { finishedAt: { lt: new Date(now.getTime() - KEPT_DAYS * DAY_MS) } },
  });
  return count;
}
