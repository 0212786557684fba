import "server-only";
import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Transform, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ImageView } from "@/lib/contracts/images";
import { UPLOAD_MAX_BYTES } from "@/lib/contracts/limits";
import { authorizeWorkspace } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { inTransaction } from "@/lib/server/db";
import { draftAdded } from "@/lib/server/domain/images/image-drafts";
import { refuseWithoutRoom } from "@/lib/server/domain/disk/reserve";
import { asImageProblem, saveBlob, storePicture } from "@/lib/server/domain/images/ingest";
import { cleanName } from "@/lib/server/domain/images/file-name";
import { incomingFolder } from "@/lib/server/domain/images/storage";
import { imageInclude, toImageView } from "@/lib/server/domain/views/image";
import { publishDrafts } from "@/lib/server/events/publish";
import { AppError } from "@/lib/server/errors";
import type { ImageOrigin } from "@/lib/server/generated/prisma/client";
import { readableOf } from "@/lib/server/request/web-stream";

/**
 * Runs `use` with a fresh path on the blobs' file system, and deletes the file afterwards.
 * @param maxBytes the most that `use` writes there
 * @throws BlobStoreFull if that would use room reserved for calls in progress
 */
export async function withIncomingFile<T>(
  use: (path: string) => Promise<T>,
  maxBytes: number = UPLOAD_MAX_BYTES,
): Promise<T> {
  await refuseWithoutRoom(maxBytes);
  await mkdir(incomingFolder(), { recursive: true, mode: 0o700 });
  const path = join(incomingFolder(), randomUUID());
  try {
    return await use(path);
  } finally {
    await rm(path, { force: true });
  }
}

/**
 * Stores an uploaded image byte for byte. Only the uploader sees it until a visible thread uses it. At most 50 MiB and
 * 40 megapixels. Throws `payload_too_large`, `unsupported_media`, `corrupt_image`, `image_too_large`, `storage_full`,
 * `forbidden`.
 */
export async function uploadImage(
  actor: Actor,
  { name, bytes }: { name: string; bytes: ReadableStream<Uint8Array> },
): Promise<ImageView> {
  authorizeWorkspace(actor, "write");
  return withIncomingFile(async (path) => {
    await receiveUpload(bytes, createWriteStream(path), UPLOAD_MAX_BYTES);
    return keepImage(actor, { path, name, origin: "uploaded" });
  });
}

/** Stores the file at `path` as an image of the actor's workspace. Throws as `uploadImage` does. */
export async function keepImage(
  actor: Actor,
  { path, name, origin }: { path: string; name: string; origin: ImageOrigin },
): Promise<ImageView> {
  const picture = await asImageProblem(() => storePicture(path));
  return inTransaction(async (tx) => {
    await saveBlob(tx, picture);
    const row = await tx.image.create({
      data: {
        workspaceId: actor.workspaceId,
        createdById: actor.userId,
        // Until a turn of a visible thread uses it.
        audienceId: actor.userId,
        origin,
        sha256: picture.sha256,
        name: cleanName(name),
      },
      include: imageInclude,
    });
    await publishDrafts(tx, actor.workspaceId, [draftAdded(row)]);
    return toImageView(row);
  });
}

/** Streams the upload to `target`; throws `payload_too_large` as soon as it exceeds `maxBytes`. */
export async function receiveUpload(
  bytes: ReadableStream<Uint8Array>,
  target: Writable,
  maxBytes: number,
): Promise<void> {
  await pipeline(readableOf(bytes), capAt(maxBytes), target);
}

function capAt(maxBytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > maxBytes) done(new AppError("payload_too_large", { details: { maxBytes } }));
      else done(null, chunk);
    },
  });
}
