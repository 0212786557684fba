import "server-only";
import type { Writable } from "node:stream";
import { z } from "zod";
import type { ImportProblem } from "@/lib/contracts/imports";
import { visibleImages } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { BlobStoreFull } from "@/lib/server/blobs/store";
import type { Clock } from "@/lib/server/clock";
import { db, inTransaction, type Tx } from "@/lib/server/db";
import { cleanName } from "@/lib/server/domain/images/file-name";
import { saveBlob, type StoredPicture, storePicture } from "@/lib/server/domain/images/ingest";
import { findOrCreateTags } from "@/lib/server/domain/images/tags";
import { withIncomingFile } from "@/lib/server/domain/images/upload";
import { archivePath } from "@/lib/server/domain/imports/archive-file";
import { entryOf, factsOf } from "@/lib/server/domain/imports/stored-entry";
import { DamagedEntry, unpackEntry } from "@/lib/server/domain/imports/zip-entry";
import type { ImportFile } from "@/lib/server/generated/prisma/client";
import { ImagingError } from "@/lib/server/imaging/errors";

/** Tags of one image that an import takes over. */
const TAGS_MAX = 50;

type Options = { clock: Clock; target: (path: string) => Writable };

/** Imports the next file of an archive; returns whether there was one. */
export async function importNextFile(
  importId: string,
  actor: Actor,
  { clock, target }: Options,
): Promise<boolean> {
  const file = await db.importFile.findFirst({
    where: { importId, state: "new" },
    orderBy: { position: "asc" },
  });
  if (file === null) return false;
  const entry = entryOf(file.entry);
  try {
    await withIncomingFile(async (path) => {
      await unpackEntry(archivePath(importId), entry, target(path));
      const picture = await storePicture(path);
      await inTransaction((tx) => keep(tx, actor, file, picture, clock.now()));
    }, entry.byteCount);
  } catch (error) {
    const problem = problemOf(error);
    if (problem === null) throw error;
    await db.importFile.updateMany({
      where: { importId, position: file.position, state: "new" },
      data: { state: "refused", problem },
    });
  }
  return true;
}

function problemOf(error: unknown): ImportProblem | null {
  if (error instanceof DamagedEntry) return "damaged";
  if (error instanceof BlobStoreFull) return "storage_full";
  if (!(error instanceof ImagingError)) return null;
  return error.reason === "unsupported"
    ? "not_a_picture"
    : error.reason === "corrupt"
      ? "damaged"
      : "too_large";
}

/** Records the image together with the progress of the import. */
async function keep(
  tx: Tx,
  actor: Actor,
  file: ImportFile,
  picture: StoredPicture,
  now: Date,
): Promise<void> {
  const { importId, position } = file;
  // Both rows are locked, so that of two workers one imports the file: an unlocked one would be read as it was before.
  const [row] = await tx.$queryRaw<{ state: string }[]>`
    SELECT f.state::text FROM "Import" i JOIN "ImportFile" f ON f."importId" = i.id
    WHERE i.id = ${importId}::uuid AND i.state = 'running' AND f.position = ${position}::int
    FOR NO KEY UPDATE OF i, f`;
  if (row?.state !== "new") return;
  const { workspaceId, userId } = actor;
  const facts = factsOf(file.facts);
  await saveBlob(tx, picture);
  const image = await tx.image.create({
    data: {
      workspaceId,
      createdById: userId,
      // Until a turn of a visible thread uses it.
      audienceId: userId,
      origin: "uploaded",
      sha256: picture.sha256,
      name: cleanName(facts?.name ?? file.path),
      createdAt: facts === null ? now : earlier(new Date(facts.createdAt), now),
      parentImageId: await findParent(tx, actor, facts?.parentId ?? null),
    },
    select: { id: true },
  });
  const tags = await findOrCreateTags(tx, workspaceId, (facts?.tags ?? []).slice(0, TAGS_MAX));
  await tx.imageTag.createMany({ data: tags.map((tagId) => ({ tagId, imageId: image.id })) });
  if (facts?.isFavourite) {
    await tx.favourite.create({ data: { userId, imageId: image.id, workspaceId, createdAt: now } });
  }
  await tx.$executeRaw`UPDATE "Import" SET "progressAt" = now() WHERE id = ${importId}::uuid`;
  await tx.importFile.update({
    where: { importId_position: { importId, position } },
    data: { state: "imported", imageId: image.id },
  });
}

/** An archive's clock may be wrong, and the wall has no future. */
function earlier(at: Date, now: Date): Date {
  return at < now ? at : now;
}

/** The parent, if it is still here under its own id; `linkParents` finds those that come with the import. */
async function findParent(tx: Tx, actor: Actor, parentId: string | null): Promise<string | null> {
  if (parentId === null || !z.uuid().safeParse(parentId).success) return null;
  const image = await tx.image.findFirst({
    where: { AND: [visibleImages(actor), { workspaceId: actor.workspaceId }], id: parentId },
    select: { id: true },
  });
  return image?.id ?? null;
}

/** Links imported images to their imported parents, which may come later in the archive. */
export async function linkParents(tx: Tx, importId: string, workspaceId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Image" i SET "parentImageId" = parent."imageId"
    FROM "ImportFile" child JOIN "ImportFile" parent
      ON parent."importId" = child."importId" AND parent.facts->>'id' = child.facts->>'parentId'
    WHERE child."importId" = ${importId}::uuid AND i.id = child."imageId" AND i."workspaceId" = ${workspaceId}::uuid
      AND parent."imageId" IS NOT NULL AND parent."imageId" <> i.id`;
}
