import "server-only";
import { createHash } from "node:crypto";
import { Writable } from "node:stream";
import type { ImportProblem } from "@/lib/contracts/imports";
import { UPLOAD_MAX_BYTES } from "@/lib/contracts/limits";
import { visibleImages } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db, inTransaction } from "@/lib/server/db";
import { archivePath } from "@/lib/server/domain/imports/archive-file";
import type { ZipFileEntry } from "@/lib/server/domain/imports/zip-directory";
import { DamagedEntry, unpackEntry } from "@/lib/server/domain/imports/zip-entry";
import { entryOf } from "@/lib/server/domain/imports/stored-entry";
import { identify } from "@/lib/server/imaging/engine";
import { ImagingError } from "@/lib/server/imaging/errors";
import { SNIFF_BYTES } from "@/lib/server/imaging/magic";

/** Files per transaction. */
const BATCH = 50;

type Finding = { position: number; sha256: string | null; problem: ImportProblem | null };

/**
 * Reads the next files of an archive for the dry run: their checksums, and whether they are pictures. Returns whether
 * there are more.
 */
export async function inspectBatch(importId: string, actor: Actor): Promise<boolean> {
  const files = await db.importFile.findMany({
    where: { importId, state: "waiting" },
    orderBy: { position: "asc" },
    take: BATCH,
  });
  const found: Finding[] = [];
  for (const { position, entry } of files) {
    found.push({ position, ...(await inspect(archivePath(importId), entryOf(entry))) });
  }
  const sums = found.flatMap(({ sha256 }) => sha256 ?? []);
  const known = await db.image.findMany({
    where: {
      AND: [visibleImages(actor), { workspaceId: actor.workspaceId }],
      sha256: { in: sums },
    },
    select: { sha256: true },
  });
  await inTransaction(async (tx) => {
    // A dry run that was cancelled meanwhile, or is run twice, changes nothing.
    const [row] = await tx.$queryRaw<{ state: string }[]>`
      SELECT state::text FROM "Import" WHERE id = ${importId}::uuid FOR NO KEY UPDATE`;
    if (row?.state !== "inspecting") return;
    await tx.$executeRaw`UPDATE "Import" SET "progressAt" = now() WHERE id = ${importId}::uuid`;
    const earlier = await tx.importFile.findMany({
      where: { importId, state: "new", sha256: { in: sums } },
      select: { sha256: true },
    });
    const had = new Set([...known, ...earlier].map(({ sha256 }) => sha256));
    for (const { position, sha256, problem } of found) {
      const isDuplicate = sha256 !== null && had.has(sha256);
      await tx.importFile.updateMany({
        where: { importId, position, state: "waiting" },
        data:
          problem === null
            ? { state: isDuplicate ? "duplicate" : "new", sha256 }
            : { state: "refused", problem },
      });
      had.add(sha256);
    }
  });
  return files.length === BATCH;
}

async function inspect(archive: string, entry: ZipFileEntry): Promise<Omit<Finding, "position">> {
  if (entry.byteCount > UPLOAD_MAX_BYTES) return { sha256: null, problem: "too_large" };
  const hash = createHash("sha256");
  let head = Buffer.alloc(0);
  const target = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (head.length < SNIFF_BYTES) head = Buffer.concat([head, chunk.subarray(0, SNIFF_BYTES)]);
      hash.update(chunk);
      done();
    },
  });
  try {
    await unpackEntry(archive, entry, target);
    await identify(head);
    return { sha256: hash.digest("hex"), problem: null };
  } catch (error) {
    if (error instanceof DamagedEntry) return { sha256: null, problem: "damaged" };
    if (error instanceof ImagingError) return { sha256: null, problem: "not_a_picture" };
    throw error;
  }
}
