import "server-only";
import { DOWNLOAD_MAX, type DownloadBody, type DownloadView } from "@/lib/contracts/downloads";
import type { DownloadId } from "@/lib/contracts/ids";
import { downloadPath } from "@/lib/contracts/paths";
import { authorizeWorkspace } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { authorizeCollection } from "@/lib/server/auth/collection-access";
import { countAttempts } from "@/lib/server/auth/throttle";
import type { Deps } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { listArchive } from "@/lib/server/domain/downloads/archive";
import { readableBy } from "@/lib/server/domain/downloads/readable";
import { zipStream } from "@/lib/server/domain/export/zip";
import { selectImageIds } from "@/lib/server/domain/images/select-image-ids";
import { AppError } from "@/lib/server/errors";

/** How long the ZIP of a download can be fetched. */
const KEPT_MS = 3_600_000;
/** Far more than a workspace has. */
const SELECTED_MAX = 2_000_000;
/** Ids per statement: PostgreSQL takes 65,535 values. */
const PAGE = 20_000;

/**
 * Chooses images of the current workspace for one ZIP: those named, or all that a list has; images that the actor may
 * not see are left out. Throws `not_found` if none is left and for a collection, `too_many_images` beyond 10,000, and
 * `too_many_attempts`.
 */
export async function createDownload(
  actor: Actor,
  body: DownloadBody,
  { clock }: Deps,
): Promise<DownloadView> {
  await countAttempts([{ limit: "image download", key: actor.userId }]);
  const { workspaceId, imageIds, byteCount } = await chooseImages(actor, body, DOWNLOAD_MAX);
  const createdAt = clock.now();
  const { id } = await db.download.create({
    data: { workspaceId, createdById: actor.userId, imageIds, createdAt },
    select: { id: true },
  });
  return {
    id: brandId(id),
    path: downloadPath(id),
    count: imageIds.length,
    byteCount,
    expiresAt: new Date(createdAt.getTime() + KEPT_MS).toISOString(),
  };
}

/** Images for one ZIP. */
export interface ChosenImages {
  workspaceId: string;
  imageIds: string[];
  byteCount: number;
}

/**
 * The images of the current workspace that are named, or that a list has, without those that the actor may not see.
 * Throws `not_found` if none is left and for a collection, and `too_many_images` beyond `most`.
 */
export async function chooseImages(
  actor: Actor,
  body: DownloadBody,
  most = Number.MAX_SAFE_INTEGER,
): Promise<ChosenImages> {
  const { id: workspaceId } = authorizeWorkspace(actor, "read");
  const { fromCollectionId } = body;
  if (fromCollectionId !== undefined) await authorizeCollection(actor, fromCollectionId, "read");
  const chosen = body.imageIds ?? (await selectImageIds(actor, body, SELECTED_MAX));
  const found = new Map<string, number>();
  for (let at = 0; at < chosen.length; at += PAGE) {
    const rows = await db.image.findMany({
      where: { AND: [readableBy(actor, workspaceId)], id: { in: chosen.slice(at, at + PAGE) } },
      select: { id: true, blob: { select: { byteCount: true } } },
    });
    for (const { id, blob } of rows) found.set(id, blob?.byteCount ?? 0);
  }
  if (found.size === 0) throw new AppError("not_found");
  if (found.size > most) throw new AppError("too_many_images", { details: { max: most } });
  return {
    workspaceId,
    imageIds: [...new Set(chosen.map((id) => id.toLowerCase()))].filter((id) => found.has(id)),
    byteCount: [...found.values()].reduce((sum, size) => sum + size, 0),
  };
}

/**
 * The ZIP of a download for its creator: originals, and `manifest.json`. Streams at the client's pace in constant
 * memory. What the actor may no longer see is left out. Throws `not_found`, also once it has expired.
 */
export async function openDownload(
  actor: Actor,
  downloadId: DownloadId,
  { clock }: Deps,
): Promise<ReadableStream<Uint8Array>> {
  const row = await db.download.findFirst({
    where: {
      id: downloadId,
      createdById: actor.userId,
      workspaceId: { in: [...actor.roles.keys()] },
      createdAt: { gt: new Date(clock.now().getTime() - KEPT_MS) },
    },
  });
  if (row === null) throw new AppError("not_found");
  return zipStream(listArchive(actor, row, clock.now()));
}

/** Deletes expired downloads; returns how many. */
export async function pruneDownloads(now: Date): Promise<number> {
  const { count } = await db.download.deleteMany({
    where: { createdAt: { lte: new Date(now.getTime() - KEPT_MS) } },
  });
  return count;
}
