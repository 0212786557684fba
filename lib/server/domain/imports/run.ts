import "server-only";
import { createWriteStream } from "node:fs";
import { access } from "node:fs/promises";
import { isPermitted } from "@/lib/contracts/permissions";
import type { Actor } from "@/lib/server/auth/actor";
import type { Clock } from "@/lib/server/clock";
import { db, inTransaction } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { IMAGES_CHANGED } from "@/lib/server/domain/images/image-drafts";
import {
  archivePath,
  removeArchive,
  sweepArchives,
} from "@/lib/server/domain/imports/archive-file";
import { importNextFile, linkParents } from "@/lib/server/domain/imports/import-file";
import { inspectBatch } from "@/lib/server/domain/imports/inspect";
import { findActingMember } from "@/lib/server/domain/members/acting-member";
import { publishDrafts } from "@/lib/server/events/publish";
import type { Import, ImportState } from "@/lib/server/generated/prisma/client";

const DAY_MS = 86_400_000;
/** How long the result of an import can be read. */
const KEPT_DAYS = 7;
/** How long a dry run waits for its start. */
const WAITING_DAYS = 2;

type Options = { clock: Clock; stopping?: AbortSignal };

/**
 * Goes on with an import: with its dry run, or with importing. Each file is one transaction with its progress, so that a
 * crash loses and doubles nothing.
 * @param stopping ends it before the next file; the job is tried again
 */
export async function runImport(importId: string, { clock, stopping }: Options): Promise<void> {
  for (;;) {
    stopping?.throwIfAborted();
    const row = await db.import.findUnique({ where: { id: importId } });
    if (row === null || (row.state !== "inspecting" && row.state !== "running")) return;
    const actor = await findActingMember(db, row);
    if (actor === null || !isPermitted(actor.role, "write") || !(await hasArchive(importId))) {
      await end(row, row.state, "failed", clock);
      return;
    }
    if (await step(row, actor, clock)) continue;
    await (row.state === "running"
      ? end(row, "running", "done", clock)
      : db.import.updateMany({
          where: { id: importId, state: "inspecting" },
          data: { state: "ready" },
        }));
  }
}

/** Returns whether there is more to do. */
function step({ id, state }: Import, actor: Actor, clock: Clock): Promise<boolean> {
  if (state === "inspecting") return inspectBatch(id, actor);
  const unpack = (path: string) => createWriteStream(path, { mode: 0o600 });
  return importNextFile(id, actor, { clock, target: unpack });
}

async function hasArchive(importId: string): Promise<boolean> {
  return access(archivePath(importId)).then(
    () => true,
    () => false,
  );
}

/** One event for the whole import: its images are visible to their creator alone. */
async function end(
  { id, workspaceId, createdById }: Import,
  from: ImportState,
  state: "done" | "failed",
  clock: Clock,
): Promise<void> {
  await inTransaction(async (tx) => {
    const { count } = await tx.import.updateMany({
      where: { id, state: from },
      data: { state, finishedAt: clock.now() },
    });
    if (count === 0) return;
    await linkParents(tx, id, workspaceId);
    const draft = { ...IMAGES_CHANGED, audienceId: createdById };
    await publishDrafts(tx, brandId(workspaceId), [draft]);
  });
  await removeArchive(id);
}

/** Deletes imports whose time is over, and archives without a row; returns how many imports. */
export async function pruneImports(now: Date): Promise<number> {
  const before = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const where = {
    OR: [
      { finishedAt: { lt: before(KEPT_DAYS) } },
      { state: "ready" as const, createdAt: { lt: before(WAITING_DAYS) } },
    ],
  };
  const rows = await db.import.findMany({ where, select: { id: true } });
  const { count } = await db.import.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } });
  for (const { id } of rows) await removeArchive(id);
  return count;
}

/** Deletes archives in this data folder that no import needs; see `sweepArchives`. */
export function sweepImports(before: number): Promise<number> {
  return sweepArchives(async (ids) => {
    const uuids = ids.filter((id) => /^[\da-f-]{36}$/.test(id));
    const rows = await db.import.findMany({
      where: { id: { in: uuids }, state: { in: ["inspecting", "ready", "running"] } },
      select: { id: true },
    });
    return new Set(rows.map(({ id }) => id));
  }, before);
}
