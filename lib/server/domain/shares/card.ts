import "server-only";
import { admitVisitor, findShare } from "@/lib/server/auth/visitor";
import { parseSha256 } from "@/lib/server/blobs/store";
import type { Deps } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { readVariant } from "@/lib/server/domain/images/variant";
import { authorizeShared, readShown } from "@/lib/server/domain/shares/shown";
import { AppError } from "@/lib/server/errors";
import { drawCard } from "@/lib/server/imaging/card";

/**
 * A picture of 1200 x 630 pixels for link previews, a JPEG below 300 KB. Generic for links that are not open to anyone
 * without a password, for empty ones, and for those that have ended or never existed.
 */
export async function drawShareCard(token: string, { clock }: Deps): Promise<Buffer> {
  const sha256 = await findCover(token, { clock });
  return drawCard(sha256 === null ? null : await readVariant(parseSha256(sha256), "w1440"));
}

async function findCover(token: string, { clock }: Deps): Promise<string | null> {
  // Without cookies: a preview is fetched by a program, and kept for everyone who gets the message.
  const nobody = new Headers();
  try {
    const { share } = await findShare(token, nobody, { clock });
    if (share.audience !== "anyone" || share.passwordHash !== null) return null;
    const visitor = await admitVisitor(token, nobody, { clock });
    const { imageIds } = await readShown(visitor);
    const chosen = await coverOf(share.collectionId, share.workspaceId);
    const first = share.kind === "thread" ? imageIds.at(-1) : imageIds[0];
    const id = chosen !== null && imageIds.includes(chosen) ? chosen : first;
    return id === undefined ? null : (await authorizeShared(visitor, id)).sha256;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

async function coverOf(collectionId: string | null, workspaceId: string): Promise<string | null> {
  if (collectionId === null) return null;
  const row = await db.collection.findFirst({
    where: { id: collectionId, workspaceId },
    select: { coverImageId: true },
  });
  return row?.coverImageId ?? null;
}
