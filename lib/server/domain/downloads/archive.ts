import "server-only";
import { Readable } from "node:stream";
import { MANIFEST_FILE } from "@/lib/contracts/manifest";
import type { Actor } from "@/lib/server/auth/actor";
import { parseSha256 } from "@/lib/server/blobs/store";
import { db } from "@/lib/server/db";
import { FileNames } from "@/lib/server/domain/downloads/file-names";
import { type Contents, writeManifest } from "@/lib/server/domain/downloads/manifest";
import { readableBy } from "@/lib/server/domain/downloads/readable";
import type { ZipEntry } from "@/lib/server/domain/export/zip";
import { blobStore } from "@/lib/server/domain/images/storage";
import { inOrder } from "@/lib/server/domain/lists/in-order";

/** Rows in memory at once. */
const PAGE = 200;

/** The images of a download, and which workspace they are of. */
export type Chosen = { workspaceId: string; imageIds: readonly string[] };

/** The originals in the order of the download, then the manifest of what was found. */
export async function* listArchive(
  actor: Actor,
  { workspaceId, imageIds }: Chosen,
  now: Date,
): AsyncGenerator<ZipEntry> {
  const names = new FileNames();
  const contents: Contents = new Map();
  for (let at = 0; at < imageIds.length; at += PAGE) {
    const page = imageIds.slice(at, at + PAGE);
    const rows = await db.image.findMany({
      where: { AND: [readableBy(actor, workspaceId)], id: { in: page } },
      select: {
        id: true,
        name: true,
        sha256: true,
        createdAt: true,
        blob: { select: { media: true } },
      },
    });
    for (const { id, name, sha256, createdAt, blob } of inOrder(toIds(page), rows)) {
      if (sha256 === null) continue;
      const sum = parseSha256(sha256);
      // Bytes that are lost must not break the ZIP; the manifest says so.
      const hasBytes = await blobStore().has(sum);
      contents.set(id, hasBytes ? names.take(name, blob?.media ?? "") : null);
      const file = contents.get(id);
      if (typeof file !== "string") continue;
      yield {
        name: file,
        mtime: createdAt,
        isCompressed: false,
        open: () => blobStore().open(sum),
      };
    }
  }
  yield {
    name: MANIFEST_FILE,
    mtime: now,
    isCompressed: true,
    open: () => Readable.from(writeManifest(actor, workspaceId, contents, now)),
  };
}

function toIds(ids: readonly string[]): { id: string }[] {
  return ids.map((id) => ({ id }));
}
