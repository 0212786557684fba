import "server-only";
import { writeFile } from "node:fs/promises";
import type { CollectionId } from "@/lib/contracts/ids";
import type { ImageCropBody } from "@/lib/contracts/images";
import { parsePixels, type Pixels } from "@/lib/contracts/pixels";
import {
  CROP_MAX_EDGE_PX,
  CROP_MAX_ENLARGEMENT,
  canCrop,
  largestOfShape,
} from "@/lib/contracts/size-truth";
import { authorizeImage, authorizeThread } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { authorizeSaving } from "@/lib/server/auth/collection-access";
import { parseSha256 } from "@/lib/server/blobs/store";
import type { Clock, Deps } from "@/lib/server/clock";
import { db, inTransaction, type Tx } from "@/lib/server/db";
import { announceTurn } from "@/lib/server/domain/announcements/announce";
import { saveToCollection } from "@/lib/server/domain/collections/contents";
import { audienceOf } from "@/lib/server/domain/images/audience";
import {
  asImageProblem,
  saveBlob,
  type StoredPicture,
  storePicture,
} from "@/lib/server/domain/images/ingest";
import { blobStore } from "@/lib/server/domain/images/storage";
import { withIncomingFile } from "@/lib/server/domain/images/upload";
import { lockThread } from "@/lib/server/domain/threads/touch";
import { type Created, readCreated } from "@/lib/server/domain/turns/created";
import { parseSettings } from "@/lib/server/domain/views/turn";
import { AppError, isUniqueViolation } from "@/lib/server/errors";
import type { Prisma } from "@/lib/server/generated/prisma/client";
import { cropToSize } from "@/lib/server/imaging/crop";

const sourceInclude = {
  blob: true,
  generation: { include: { turn: true } },
} satisfies Prisma.ImageInclude;
type SourceRow = Prisma.ImageGetPayload<{ include: typeof sourceInclude }>;
type Source = SourceRow & { sha256: string; generation: NonNullable<SourceRow["generation"]> };

/**
 * Crops an image of a thread to exact pixels or to a shape, locally. Creates a turn below it with one finished, free
 * `local` generation; nothing goes upstream, and the source stays unchanged. Scales up at most 4 times, to at most 8192
 * px an edge and 40 megapixels. Repeats with the same idempotency key return the same turn. Throws `size_out_of_reach`,
 * `conflict` for an image without a turn (an upload) or only offered, `invalid_idempotency`, `not_found`, `forbidden`,
 * `storage_full`.
 */
export async function cropImage(
  actor: Actor,
  { imageId, ...body }: ImageCropBody & { imageId: string },
  { clock }: Deps,
): Promise<Created> {
  const source = await findSource(actor, imageId);
  const size = sizeOf(source, body);
  const known = await findByKey(actor, source, size, body.idempotencyKey);
  if (known !== null) return known;
  const picture = await cutAndStore(source, size);
  try {
    return await inTransaction((tx) =>
      writeCrop(tx, actor, clock, { source, picture, idempotencyKey: body.idempotencyKey }),
    );
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // A concurrent request with the same idempotency key committed first.
    const winner = await findByKey(actor, source, size, body.idempotencyKey);
    if (winner === null) throw error;
    return winner;
  }
}

async function findSource(actor: Actor, imageId: string): Promise<Source> {
  const { id, sha256 } = await authorizeImage(actor, imageId, "read");
  const row = await db.image.findUniqueOrThrow({ where: { id }, include: sourceInclude });
  const { generation } = row;
  if (generation === null || generation.state !== "succeeded") throw new AppError("conflict");
  await authorizeThread(actor, generation.threadId, "write");
  return { ...row, sha256, generation };
}

/** The size to crop to. A shape is cut from the source without scaling. */
function sizeOf(source: Source, body: ImageCropBody): Pixels {
  const size = "shape" in body ? largestOfShape(source, body.shape) : parsePixels(body.size);
  if (size !== null && canCrop(source, size)) return size;
  const details = { maxEdge: CROP_MAX_EDGE_PX, maxTimes: CROP_MAX_ENLARGEMENT };
  throw new AppError("size_out_of_reach", { field: "size", details });
}

async function cutAndStore({ sha256 }: Source, size: Pixels): Promise<StoredPicture> {
  return asImageProblem(async () => {
    const cut = await blobStore().withLocalFile(parseSha256(sha256), (path) =>
      cropToSize(path, size),
    );
    return withIncomingFile(async (path) => {
      await writeFile(path, cut.buffer);
      return storePicture(path);
    }, cut.buffer.length);
  });
}

type Crop = { source: Source; picture: StoredPicture; idempotencyKey: string };

async function writeCrop(tx: Tx, actor: Actor, clock: Clock, crop: Crop): Promise<Created> {
  const { source, picture, idempotencyKey } = crop;
  const { generation } = source;
  const { threadId, workspaceId } = generation;
  // Checked again: the thread may have been deleted while the image was processed.
  await authorizeThread(actor, threadId, "write", tx);
  const thread = await lockThread(tx, threadId);
  const now = clock.now();
  const { collectionId: _, ...settings } = parseSettings(generation.turn.settings);
  const saveTo = await findSaveTo(actor, { workspaceId, settings: thread.settings }, tx);
  const { id: turnId } = await tx.turn.create({
    data: {
      threadId,
      workspaceId,
      createdById: actor.userId,
      parentTurnId: generation.turnId,
      baseImageId: source.id,
      prompt: promptOf(picture),
      settings: { ...settings, ...(saveTo !== null && { collectionId: saveTo }), variations: 1 },
      systemInstruction: generation.turn.systemInstruction,
      idempotencyKey,
      createdAt: now,
    },
    select: { id: true },
  });
  const created = await tx.generation.create({
    data: {
      turnId,
      threadId,
      workspaceId,
      createdById: actor.userId,
      tokenId: actor.token?.id ?? null,
      keySource: generation.keySource,
      position: 0,
      state: "succeeded",
      model: generation.model,
      endpoint: "local",
      isSandbox: generation.isSandbox,
      priceMicroUsd: 0,
      costMicroUsd: 0,
      billed: "no",
      queuedAt: now,
      finishedAt: now,
    },
    select: { id: true },
  });
  await saveBlob(tx, picture);
  const image = await tx.image.create({
    data: {
      workspaceId,
      createdById: actor.userId,
      origin: "generated",
      generationId: created.id,
      threadId,
      audienceId: audienceOf(thread),
      parentImageId: source.id,
      sha256: picture.sha256,
      name: source.name,
      askedSize: `${picture.width}x${picture.height}`,
    },
    select: { id: true },
  });
  if (saveTo !== null) {
    const scope = { collectionId: saveTo, workspaceId, userId: actor.userId };
    await saveToCollection(tx, scope, [image.id]);
  }
  await tx.thread.update({
    where: { id: threadId },
    data: { coverImageId: image.id, lastActivityAt: now, archivedAt: null },
  });
  await announceTurn(tx, actor.workspaceId, turnId);
  return readCreated(tx, turnId);
}

/** The collection that the thread saves to; null if there is none that the actor may add to. */
async function findSaveTo(
  actor: Actor,
  thread: { workspaceId: string; settings: Prisma.JsonValue },
  tx: Tx,
): Promise<CollectionId | null> {
  const { collectionId } = parseSettings(thread.settings);
  if (collectionId === undefined) return null;
  try {
    await authorizeSaving(actor, { collectionId, workspaceId: thread.workspaceId }, tx);
    return collectionId;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Numbers only, so that labels and search work in every language; the screen forms the sentence. */
function promptOf({ width, height }: Pixels): string {
  return `${width} × ${height}`;
}

async function findByKey(
  actor: Actor,
  source: Source,
  size: Pixels,
  idempotencyKey: string,
): Promise<Created | null> {
  const turn = await db.turn.findUnique({
    where: { createdById_idempotencyKey: { createdById: actor.userId, idempotencyKey } },
    select: { id: true, prompt: true, baseImageId: true, generations: true },
  });
  if (turn === null) return null;
  const isSameCrop =
    turn.baseImageId === source.id &&
    turn.prompt === promptOf(size) &&
    turn.generations.every(({ endpoint }) => endpoint === "local");
  if (!isSameCrop) throw new AppError("invalid_idempotency", { field: "idempotencyKey" });
  return readCreated(db, turn.id);
}
