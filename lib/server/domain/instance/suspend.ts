import "server-only";
import { inTransaction, type Tx } from "@/lib/server/db";
import { HAS_ACCOUNT } from "@/lib/server/domain/accounts/has-account";
import { type AuditBy, recordAudit } from "@/lib/server/domain/audit/record";
import { AppError } from "@/lib/server/errors";
import { announceAccess } from "@/lib/server/events/access";
import type { User } from "@/lib/server/generated/prisma/client";

/**
 * Shuts somebody out, or lets them in again. From the next request on no session and no token of theirs is good, their
 * streams end, and unused links are worthless; what they had sent is finished and kept. Let in again, they sign in anew;
 * their tokens work as before. Done already, nothing happens.
 * Throws `not_found`, `forbidden` for oneself, `last_instance_owner`.
 */
export function setSuspended(by: AuditBy, userId: string, isSuspended: boolean): Promise<void> {
  return inTransaction(async (tx) => {
    const user = await lockPerson(tx, userId);
    if ((user.suspendedAt !== null) === isSuspended) return;
    if (isSuspended) {
      if (by !== "command line" && by.userId === user.id) throw new AppError("forbidden");
      if (user.isInstanceOwner) await refuseLastOwner(tx, user.id);
      await endEverything(tx, user.id);
    } else {
      await tx.user.update({ where: { id: user.id }, data: { suspendedAt: null } });
    }
    await announceAccess(tx, user.id);
    await recordAudit(tx, by, {
      workspaceId: null,
      act: isSuspended ? "account.suspended" : "account.restored",
      target: { kind: "account", id: user.id, name: user.name },
    });
  });
}

/**
 * Gives the installation to somebody too, or takes it from them. Throws `not_found`, `last_instance_owner`, and `conflict`
 * for somebody who is suspended.
 */
export function setInstanceOwner(by: AuditBy, userId: string, isOwner: boolean): Promise<void> {
  return inTransaction(async (tx) => {
    const user = await lockPerson(tx, userId);
    if (user.isInstanceOwner === isOwner) return;
    if (isOwner && user.suspendedAt !== null) throw new AppError("conflict");
    if (!isOwner) await refuseLastOwner(tx, user.id);
    await tx.user.update({ where: { id: user.id }, data: { isInstanceOwner: isOwner } });
    await announceAccess(tx, user.id);
    await recordAudit(tx, by, {
      workspaceId: null,
      act: isOwner ? "account.owner_made" : "account.owner_unmade",
      target: { kind: "account", id: user.id, name: user.name },
    });
  });
}

/** The owners' rows are locked with it, in one order: of two who take it from each other, one comes first. */
async function lockPerson(tx: Tx, userId: string): Promise<User> {
  await tx.$executeRaw`
    SELECT 1 FROM "User" WHERE "isInstanceOwner" OR id = ${userId}::uuid ORDER BY id FOR UPDATE`;
  const user = await tx.user.findFirst({ where: { id: userId, ...HAS_ACCOUNT } });
  if (user === null) throw new AppError("not_found");
  return user;
}

/** Somebody who may sign in must be left to run the studio. */
async function refuseLastOwner(tx: Tx, userId: string): Promise<void> {
  const others = await tx.user.count({
    where: { isInstanceOwner: true, suspendedAt: null, id: { not: userId } },
  });
  if (others === 0) throw new AppError("last_instance_owner");
}

async function endEverything(tx: Tx, userId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE "User" SET "suspendedAt" = now(), "sessionVersion" = "sessionVersion" + 1
    WHERE id = ${userId}::uuid`;
  await tx.$executeRaw`
    UPDATE "Session" SET "endedAt" = now() WHERE "userId" = ${userId}::uuid AND "endedAt" IS NULL`;
  await tx.$executeRaw`
    UPDATE "OneTimeLink" SET "usedAt" = now() WHERE "userId" = ${userId}::uuid AND "usedAt" IS NULL`;
}
