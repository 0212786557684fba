import "server-only";
import { BULK_MAX, type BulkBody, type BulkView } from "@/lib/contracts/bulk";
import type { BulkActId } from "@/lib/contracts/ids";
import { authorizeWorkspace } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db, inTransaction, type Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { authorizeCollection } from "@/lib/server/auth/collection-access";
import { selectImageIds } from "@/lib/server/domain/images/select-image-ids";
import { findOrCreateTags } from "@/lib/server/domain/images/tags";
import { AppError } from "@/lib/server/errors";
import type { BulkAct, Prisma } from "@/lib/server/generated/prisma/client";

const OWN_MARKS: readonly string[] = ["favourite", "unfavourite"];

/** Later than generations, which have priority 0. */
const PRIORITY = 10;

/**
 * Starts an act on many images: one row and, at its end, one event. A task does the work; images that the actor may not
 * change are skipped. Throws `forbidden` for viewers, except for their own marks, `invalid_field` for a missing tag or
 * collection, and `not_found` for a collection.
 */
export async function startBulkAct(actor: Actor, body: BulkBody): Promise<BulkView> {
  const isOwnMark = OWN_MARKS.includes(body.action);
  const { id: workspaceId } = authorizeWorkspace(actor, isOwnMark ? "read" : "write");
  const { fromCollectionId = null } = body;
  if (fromCollectionId !== null) await authorizeCollection(actor, fromCollectionId, "read");
  const imageIds = body.imageIds ?? (await selectImageIds(actor, body, BULK_MAX));
  return inTransaction(async (tx) => {
    const params = await paramsOf(tx, actor, body);
    const row = await tx.bulkAct.create({
      data: {
        workspaceId,
        createdById: actor.userId,
        action: body.action,
        params,
        imageIds: [...new Set(imageIds)],
      },
    });
    await addBulkJob(tx, row.id);
    return toBulkView(row);
  });
}

async function paramsOf(tx: Tx, actor: Actor, body: BulkBody): Promise<Prisma.InputJsonObject> {
  if (body.collectionId !== undefined) {
    await authorizeCollection(actor, body.collectionId, "add", tx);
  }
  switch (body.action) {
    case "tag":
    case "untag": {
      if (body.tag === undefined) throw new AppError("invalid_field", { field: "tag" });
      const [tagId = ""] = await findOrCreateTags(tx, actor.workspaceId, [body.tag]);
      return { tagId };
    }
    case "collect":
    case "uncollect":
      if (body.collectionId === undefined) {
        throw new AppError("invalid_field", { field: "collectionId" });
      }
      return { collectionId: body.collectionId };
    default:
      return {};
  }
}

/** One job per act; it goes on where the last one ended. */
export async function addBulkJob(tx: Tx, bulkId: string): Promise<void> {
  await tx.$executeRaw`
    SELECT graphile_worker.add_job('bulk_act', payload => json_build_object('bulkId', ${bulkId}::text),
      max_attempts => 25, job_key => 'bulk:' || ${bulkId}::text, priority => ${PRIORITY}::int)`;
}

/**
 * Starts the task of each act again that has stood still for this long: the queue holds a dead worker's jobs for hours. A
 * task that is only slow loses nothing, because each batch locks the act.
 */
export async function recoverBulkActs(stillForMs: number): Promise<number> {
  return inTransaction(async (tx) => {
    // Compare and set: of several workers one finds an act.
    const rows = await tx.$queryRaw<{ id: string }[]>`
      UPDATE "BulkAct" SET "progressAt" = now()
      WHERE state IN ('running', 'undoing') AND "progressAt" < now() - ${stillForMs}::int * interval '1 millisecond'
      RETURNING id::text`;
    for (const { id } of rows) await addBulkJob(tx, id);
    return rows.length;
  });
}

/** How far the actor's own act is. Throws `not_found`. */
export async function loadBulkAct(actor: Actor, bulkId: BulkActId): Promise<BulkView> {
  return toBulkView(await findOwn(actor, bulkId));
}

/**
 * Undoes an act, also one that is still running: changes back what it changed, in the background. Throws `not_found`, and
 * `conflict` for a purge and for an act that was undone.
 */
export async function undoBulkAct(actor: Actor, bulkId: BulkActId): Promise<BulkView> {
  return inTransaction(async (tx) => {
    const { id, action } = await findOwn(actor, bulkId, tx);
    // Compare and set: the running task holds the row for each batch.
    const [row] = await tx.bulkAct.updateManyAndReturn({
      where: { id, state: { in: ["running", "done"] } },
      data: { state: "undoing", doneCount: 0, finishedAt: null, progressAt: new Date() },
    });
    if (row === undefined || action === "purge") throw new AppError("conflict");
    await addBulkJob(tx, id);
    return toBulkView(row);
  });
}

async function findOwn(actor: Actor, bulkId: BulkActId, tx: Tx = db): Promise<BulkAct> {
  const row = await tx.bulkAct.findFirst({
    where: {
      id: bulkId,
      createdById: actor.userId,
      workspaceId: { in: [...actor.roles.keys()] },
    },
  });
  if (row === null) throw new AppError("not_found");
  return row;
}

function toBulkView(row: BulkAct): BulkView {
  const isUndo = row.state === "undoing" || row.state === "undone";
  return {
    id: brandId(row.id),
    action: row.action,
    state: row.state,
    total: isUndo ? row.changedIds.length : row.imageIds.length,
    done: row.doneCount,
    changed: row.changedIds.length,
    isUndoable: row.action !== "purge",
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
