import "server-only";
import { createWriteStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import type { UserId } from "@/lib/contracts/ids";
import { AVATAR_UPLOAD_MAX_BYTES } from "@/lib/contracts/limits";
import type { Actor } from "@/lib/server/auth/actor";
import { parseSha256, type Sha256 } from "@/lib/server/blobs/store";
import { db, inTransaction } from "@/lib/server/db";
import { asImageProblem, saveBlob, storePicture } from "@/lib/server/domain/images/ingest";
import { receiveUpload, withIncomingFile } from "@/lib/server/domain/images/upload";
import { announcePerson } from "@/lib/server/domain/profile/announce-person";
import { avatarTag } from "@/lib/server/domain/profile/queries";
import { squareAvatar } from "@/lib/server/imaging/avatar";

/**
 * Sets the actor's avatar to the centre of an image, as a small square; the upload is not kept. At most 10 MiB. Throws
 * `payload_too_large`, `unsupported_media`, `corrupt_image`, `image_too_large`, `storage_full`.
 */
export async function setAvatar(
  actor: Actor,
  bytes: ReadableStream<Uint8Array>,
): Promise<string | null> {
  return withIncomingFile(async (path) => {
    await receiveUpload(bytes, createWriteStream(path), AVATAR_UPLOAD_MAX_BYTES);
    return withIncomingFile(async (squarePath) => {
      const picture = await asImageProblem(async () => {
        await writeFile(squarePath, await squareAvatar(path));
        return storePicture(squarePath);
      });
      await inTransaction(async (tx) => {
        await saveBlob(tx, picture);
        await tx.user.update({
          where: { id: actor.userId },
          data: { avatarSha256: picture.sha256 },
        });
        await announcePerson(tx, actor.userId);
      });
      return avatarTag(picture.sha256);
    });
  });
}

/** Removes the avatar; `sweepBlobs` deletes its bytes. */
export async function removeAvatar(actor: Actor): Promise<void> {
  await inTransaction(async (tx) => {
    await tx.user.update({ where: { id: actor.userId }, data: { avatarSha256: null } });
    await announcePerson(tx, actor.userId);
  });
}

export type AvatarBytes = { sha256: Sha256; media: string; byteCount: number };

/**
 * The avatar of the actor, of someone they share a workspace with, or for an instance owner of anyone. Null alike for
 * no avatar, a stranger and an unknown id.
 */
export async function findAvatar(actor: Actor, userId: UserId): Promise<AvatarBytes | null> {
  const isOwn = userId === actor.userId;
  const user = await db.user.findFirst({
    where: {
      id: userId,
      ...(!isOwn &&
        !actor.isInstanceOwner && {
          memberships: { some: { workspaceId: { in: [...actor.roles.keys()] } } },
        }),
    },
    select: { avatar: true },
  });
  if (!user?.avatar) return null;
  const { sha256, media, byteCount } = user.avatar;
  return { sha256: parseSha256(sha256), media, byteCount };
}
