import "server-only";
import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { IMPORTS_MAX, type ImportList, type ImportView } from "@/lib/contracts/imports";
import { IMPORT_MAX_BYTES } from "@/lib/contracts/limits";
import type { ImportId } from "@/lib/contracts/ids";
import { authorizeWorkspace } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { Deps } from "@/lib/server/clock";
import { db, inTransaction, type Tx } from "@/lib/server/db";
import { cleanName } from "@/lib/server/domain/images/file-name";
import { receiveUpload, withIncomingFile } from "@/lib/server/domain/images/upload";
import { keepArchive, readArchive, removeArchive } from "@/lib/server/domain/imports/archive-file";
import { countFiles, toImportView } from "@/lib/server/domain/imports/views";
import { refused } from "@/lib/server/domain/imports/zip-directory";
import { AppError } from "@/lib/server/errors";
import type { Import, Prisma } from "@/lib/server/generated/prisma/client";

/** Later than generations, which have priority 0. */
const PRIORITY = 10;
/** Rows per statement. */
const BATCH = 500;

/**
 * Receives a ZIP and starts its dry run, a task; nothing is imported. Throws `archive_refused` for one that is not safe
 * to unpack, `too_many_imports`, `storage_full`, and `forbidden`.
 */
export async function createImport(
  actor: Actor,
  {
    name,
    bytes,
    byteCount,
  }: { name: string; bytes: ReadableStream<Uint8Array>; byteCount: number | null },
): Promise<ImportView> {
  await authorizeImport(actor);
  return withIncomingFile(
    async (path) => {
      try {
        await receiveUpload(bytes, createWriteStream(path, { mode: 0o600 }), IMPORT_MAX_BYTES);
      } catch (error) {
        if (error instanceof AppError && error.code === "payload_too_large") throw refused("size");
        throw error;
      }
      return addImport(actor, { name, path });
    },
    Math.min(byteCount ?? IMPORT_MAX_BYTES, IMPORT_MAX_BYTES),
  );
}

/** Takes over the archive at `path`. Throws as `createImport` does. */
export async function addImport(
  actor: Actor,
  { name, path }: { name: string; path: string },
): Promise<ImportView> {
  const { id: workspaceId } = await authorizeImport(actor);
  const { files, facts } = await readArchive(path);
  const id = randomUUID();
  await keepArchive(id, path);
  try {
    return await inTransaction(async (tx) => {
      const row = await tx.import.create({
        data: {
          id,
          workspaceId,
          createdById: actor.userId,
          name: cleanName(name),
          hasManifest: facts !== null,
        },
      });
      for (let at = 0; at < files.length; at += BATCH) {
        await tx.importFile.createMany({
          data: files.slice(at, at + BATCH).map((entry, n) => {
            const said = facts?.get(entry.path);
            return {
              importId: id,
              position: at + n,
              path: entry.path,
              entry: { ...entry },
              byteCount: Math.min(entry.byteCount, 2 ** 31 - 1),
              ...(said !== undefined && {
                facts: {
                  id: said.id,
                  name: said.name,
                  createdAt: said.createdAt,
                  parentId: said.parent?.id ?? null,
                  tags: said.tags,
                  isFavourite: said.isFavourite,
                },
              }),
            };
          }),
        });
      }
      await addImportJob(tx, id);
      return viewOf(tx, row);
    });
  } catch (error) {
    await removeArchive(id);
    throw error;
  }
}

async function authorizeImport(actor: Actor) {
  const workspace = authorizeWorkspace(actor, "write");
  const open = await db.import.count({
    where: { createdById: actor.userId, state: { in: ["inspecting", "ready", "running"] } },
  });
  if (open >= IMPORTS_MAX)
    throw new AppError("too_many_imports", { details: { max: IMPORTS_MAX } });
  return workspace;
}

/** One job per import; it goes on where the last one ended. */
async function addImportJob(tx: Tx, importId: string): Promise<void> {
  await tx.$executeRaw`
    SELECT graphile_worker.add_job('import_images', payload => json_build_object('importId', ${importId}::text),
      max_attempts => 25, job_key => 'import:' || ${importId}::text, priority => ${PRIORITY}::int)`;
}

/** As `recoverBulkActs`. */
export async function recoverImports(stillForMs: number): Promise<number> {
  return inTransaction(async (tx) => {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      UPDATE "Import" SET "progressAt" = now()
      WHERE state IN ('inspecting', 'running') AND "progressAt" < now() - ${stillForMs}::int * interval '1 millisecond'
      RETURNING id::text`;
    for (const { id } of rows) await addImportJob(tx, id);
    return rows.length;
  });
}

/** The actor's own imports of the current workspace, newest first; kept for a week. */
export async function listImports(actor: Actor): Promise<ImportList> {
  authorizeWorkspace(actor, "read");
  const rows = await db.import.findMany({
    where: { createdById: actor.userId, workspaceId: actor.workspaceId },
    orderBy: { id: "desc" },
    take: 50,
  });
  return { imports: await Promise.all(rows.map((row) => viewOf(db, row))) };
}

/** How far the actor's own import is. Throws `not_found`. */
export async function loadImport(actor: Actor, importId: ImportId): Promise<ImportView> {
  return viewOf(db, await findOwn(actor, importId));
}

/** Imports what the dry run found, as a task. Throws `not_found`, and `conflict` unless the dry run has ended. */
export async function startImport(actor: Actor, importId: ImportId): Promise<ImportView> {
  return move(actor, importId, ["ready"], { state: "running" });
}

/** Ends an import, and deletes its archive. What was imported stays. Throws `not_found`, and `conflict` after its end. */
export async function cancelImport(
  actor: Actor,
  importId: ImportId,
  { clock }: Deps,
): Promise<ImportView> {
  const view = await move(actor, importId, ["inspecting", "ready", "running"], {
    state: "cancelled",
    finishedAt: clock.now(),
  });
  await removeArchive(importId);
  return view;
}

async function move(
  actor: Actor,
  importId: ImportId,
  from: Import["state"][],
  data: Prisma.ImportUpdateManyMutationInput,
): Promise<ImportView> {
  return inTransaction(async (tx) => {
    const { id } = await findOwn(actor, importId, tx);
    // Compare and set: the running task holds the row for each file.
    const [row] = await tx.import.updateManyAndReturn({ where: { id, state: { in: from } }, data });
    if (row === undefined) throw new AppError("conflict");
    if (row.state === "running") await addImportJob(tx, id);
    return viewOf(tx, row);
  });
}

async function findOwn(actor: Actor, importId: ImportId, tx: Tx = db): Promise<Import> {
  const row = await tx.import.findFirst({
    where: {
      id: importId,
      createdById: actor.userId,
      workspaceId: { in: [...actor.roles.keys()] },
    },
  });
  if (row === null) throw new AppError("not_found");
  return row;
}

async function viewOf(tx: Tx, row: Import): Promise<ImportView> {
  return toImportView(row, await countFiles(tx, row.id));
}
