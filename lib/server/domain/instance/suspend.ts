import "server-only";
import { inTransaction, type Tx } from "@/lib/server/db";
import { HAS_ACCOUNT } from "@/lib/server/domain/accounts/has-account";
import { type AuditBy, recordAudit } from "@/lib/server/domain/audit/record";
import { AppError } from "@/lib/server/errors";
import { announceAccess } from "@/lib/server/auth/access-changes";
import type { User } from "@/lib/server/generated/prisma/client";

/**
 * Suspends or restores a user; does nothing if already in that state. Suspending ends their sessions and streams,
 * blocks their tokens and voids unused links from the next request on; generations already queued or sent are completed
 * and kept. After a restore they sign in again; their tokens work as before. Throws `not_found`, `forbidden` for the
 * actor's own account, `last_instance_owner`.
 */
export function setSuspended(
  by: AuditBy,
  { userId, isSuspended }: { userId: string; isSuspended: boolean },
): Promise<void> {
  return inTransaction(async (tx) => {
    const user = await lockPerson(tx, userId);
    if ((user.suspendedAt !== null) === isSuspended) return;
    if (isSuspended) {
      if (by !== "command line" && by.userId === user.id) throw new AppError("forbidden");
      if (user.isInstanceOwner) await refuseLastOwner(tx, user.id);
      await endAllAccess(tx, user.id);
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
 * Grants or withdraws instance ownership. Throws `not_found`, `last_instance_owner`, and `conflict` for a suspended
 * user.
 */
export function setInstanceOwner(
  by: AuditBy,
  { userId, isOwner }: { userId: string; isOwner: boolean },
): Promise<void> {
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

/** Also locks all owners' rows, in id order, to serialise two owners who change each other. */
async function lockPerson(tx: Tx, userId: string): Promise<User> {
  await tx.$executeRaw`
    SELECT 1 FROM "User" WHERE "isInstanceOwner" OR id = ${userId}::uuid ORDER BY id FOR UPDATE`;
  const user = await tx.user.findFirst({ where: { id: userId, ...HAS_ACCOUNT } });
  if (user === null) throw new AppError("not_found");
  return user;
}

/** At least one active instance owner must remain. */
async function refuseLastOwner(tx: Tx, userId: string): Promise<void> {
  const others = await tx.user.count({
    where: { isInstanceOwner: true, suspendedAt: null, id: { not: userId } },
  });
  if (others === 0) throw new AppError("last_instance_owner");
}

async function endAllAccess(tx: Tx, userId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE "User" SET "suspendedAt" = now(), "sessionVersion" = "sessionVersion" + 1
    WHERE id = ${userId}::uuid`;
  await tx.$executeRaw`
    UPDATE "Session" SET "endedAt" = now() WHERE "userId" = ${userId}::uuid AND "endedAt" IS NULL`;
  await tx.$executeRaw`
    UPDATE "OneTimeLink" SET "usedAt" = now() WHERE "userId" = ${userId}::uuid AND "usedAt" IS NULL`;
}
