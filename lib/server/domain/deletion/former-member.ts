import "server-only";
import { randomUUID } from "node:crypto";
import type { Tx } from "@/lib/server/db";

/** Replaces a deleted user's name. */
export const FORMER_MEMBER = "Former member";

/**
 * Removes a user. If remaining threads name them as a creator, the row stays, without personal data or any way to sign
 * in; its address is no e-mail address.
 */
export async function removePerson(tx: Tx, userId: string): Promise<void> {
  const where = { userId };
  await tx.accessToken.deleteMany({ where });
  await tx.upstreamKey.deleteMany({ where });
  await tx.invite.deleteMany({ where: { createdById: userId } });
  await tx.oneTimeLink.deleteMany({ where });
  await tx.login.deleteMany({ where });
  await tx.session.deleteMany({ where });
  await tx.membership.deleteMany({ where });
  await tx.favourite.deleteMany({ where });
  await tx.bulkAct.deleteMany({ where: { createdById: userId } });
  await tx.download.deleteMany({ where: { createdById: userId } });
  await tx.share.deleteMany({ where: { createdById: userId } });
  await tx.import.deleteMany({ where: { createdById: userId } });
  await tx.collection.deleteMany({ where: { createdById: userId, access: "private" } });
  const written = { where: { authorId: userId }, data: { authorName: FORMER_MEMBER } };
  await tx.shareComment.updateMany(written);
  await tx.sharePick.updateMany(written);
  await tx.shareVerdict.updateMany(written);
  await tx.notice.updateMany(written);
  await tx.turnCredit.updateMany({ where, data: { name: FORMER_MEMBER } });
  const isNamed = await isNamedSomewhere(tx, userId);
  if (!isNamed) {
    await tx.user.delete({ where: { id: userId } });
    return;
  }
  await tx.user.update({
    where: { id: userId },
    data: {
      name: FORMER_MEMBER,
      email: `former-${randomUUID()}`,
      passwordHash: null,
      emailVerifiedAt: null,
      sessionVersion: { increment: 1 },
      isInstanceOwner: false,
      suspendedAt: new Date(),
      avatarSha256: null,
      language: null,
      theme: null,
    },
  });
}

async function isNamedSomewhere(tx: Tx, userId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ named: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM "Thread" WHERE "createdById" = ${userId}::uuid)
        OR EXISTS (SELECT 1 FROM "Turn" WHERE "createdById" = ${userId}::uuid)
        OR EXISTS (SELECT 1 FROM "Generation" WHERE "createdById" = ${userId}::uuid)
        OR EXISTS (SELECT 1 FROM "Collection" WHERE "createdById" = ${userId}::uuid)
        OR EXISTS (SELECT 1 FROM "Image" WHERE "createdById" = ${userId}::uuid) AS named`;
  return row?.named ?? true;
}
