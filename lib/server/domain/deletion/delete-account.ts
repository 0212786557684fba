import "server-only";
import type { DeletionBody, DeletionChoice, WorkspaceFate } from "@/lib/contracts/account-deletion";
import type { Actor } from "@/lib/server/auth/actor";
import { inTransaction, type Tx } from "@/lib/server/db";
import { normaliseEmail } from "@/lib/server/domain/accounts/email";
import { proveIdentity } from "@/lib/server/domain/accounts/prove-identity";
import { recordAudit } from "@/lib/server/domain/audit/record";
import { brandId } from "@/lib/server/domain/brand";
import { removePerson } from "@/lib/server/domain/deletion/former-member";
import { deletePrivateRows, deleteThreads } from "@/lib/server/domain/deletion/owned-rows";
import { deleteWorkspaceRows } from "@/lib/server/domain/workspaces/workspace-rows";
import { loadDeletionPlan } from "@/lib/server/domain/deletion/plan";
import { announceWorkspace } from "@/lib/server/domain/workspaces/announce-workspace";
import { lockWorkspace } from "@/lib/server/domain/workspaces/lock";
import { AppError } from "@/lib/server/errors";
import { announceAccess } from "@/lib/server/auth/access-changes";

/**
 * Deletes the actor's account in one transaction: the personal workspace and workspaces without other members with all
 * their content; in each other workspace the actor's threads, as `choices` says. Where others' threads need a creator's
 * name, "Former member" stays. The sweep removes unreferenced bytes later.
 * @throws what `proveIdentity` throws; AppError `wrong_confirmation`, `last_instance_owner`, `last_owner` (a workspace
 * must be handed over first), `account_busy` while the actor's generations are under way, and `conflict` if the choices
 * are not those needed, for example after a membership change
 */
export async function deleteAccount(actor: Actor, body: DeletionBody): Promise<void> {
  if (normaliseEmail(body.confirmation) !== actor.email) {
    throw new AppError("wrong_confirmation", { field: "confirmation" });
  }
  await proveIdentity(actor, body.currentPassword);
  await inTransaction(async (tx) => {
    await lockOwnersAndWorkspaces(tx, actor.userId);
    const plan = await loadDeletionPlan(actor, tx);
    if (plan.isLastInstanceOwner) throw new AppError("last_instance_owner");
    const fates = plan.workspaces;
    if (fates.some(({ fate }) => fate === "hand_over_first")) throw new AppError("last_owner");
    const choices = matchChoices(fates, body.choices);
    await refuseBusy(tx, actor.userId, fates);
    for (const choice of choices) await leaveWorkspace(tx, actor, choice);
    for (const id of await workspacesToDelete(tx, actor.userId, fates))
      await deleteWorkspaceRows(tx, id);
    for (const { id, name } of fates.filter(({ fate }) => fate === "goes")) {
      await recordAudit(tx, actor, {
        workspaceId: null,
        act: "workspace.deleted",
        target: { kind: "workspace", id, name },
        details: { members: 1 },
      });
    }
    await recordAudit(tx, actor, {
      workspaceId: null,
      act: "account.deleted",
      target: { kind: "account", id: actor.userId, name: actor.name },
    });
    await removePerson(tx, actor.userId);
    for (const { workspaceId } of choices) await announceWorkspace(tx, workspaceId);
    await announceAccess(tx, actor.userId);
  });
}

/**
 * Locks the workspaces, so that their members do not change meanwhile, and the instance owners, so that of two who
 * leave at once one stays.
 */
async function lockOwnersAndWorkspaces(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`
    SELECT id::text FROM "User" WHERE "isInstanceOwner" OR id = ${userId}::uuid ORDER BY id FOR UPDATE`;
  const memberships = await tx.membership.findMany({
    where: { userId },
    orderBy: { workspaceId: "asc" },
    select: { workspaceId: true },
  });
  for (const { workspaceId } of memberships) await lockWorkspace(tx, workspaceId);
}

function matchChoices(
  fates: readonly WorkspaceFate[],
  choices: readonly DeletionChoice[],
): DeletionChoice[] {
  const open = fates.filter(({ fate }) => fate === "choose");
  if (choices.length !== open.length) throw choicesMismatch();
  return open.map(({ id, heirs }) => {
    const choice = choices.find(({ workspaceId }) => workspaceId === id);
    if (choice === undefined) throw choicesMismatch();
    const isHeirValid =
      choice.threads === "leave" || heirs.some(({ userId }) => userId === choice.to);
    if (!isHeirValid) throw choicesMismatch();
    return choice;
  });
}

/** The choices do not match the plan, or no longer. */
function choicesMismatch(): AppError {
  return new AppError("conflict", {
    field: "choices",
    detail:
      "One for each workspace of GET /api/account/deletion whose fate is choose, with an heir of it",
  });
}

/** A paid answer must have a thread to go to, and someone who can see it. */
async function refuseBusy(tx: Tx, userId: string, fates: readonly WorkspaceFate[]): Promise<void> {
  const deletedIds = await workspacesToDelete(tx, userId, fates);
  const open = await tx.generation.findFirst({
    where: {
      state: { in: ["queued", "claimed", "sent", "received"] },
      OR: [
        { createdById: userId },
        { workspaceId: { in: deletedIds } },
        {
          thread: {
            createdById: userId,
            OR: [{ visibility: "private" }, { deletedAt: { not: null } }],
          },
        },
      ],
    },
    select: { id: true },
  });
  if (open !== null) throw new AppError("account_busy");
}

/** The personal workspace, and those without other members. */
async function workspacesToDelete(
  tx: Tx,
  userId: string,
  fates: readonly WorkspaceFate[],
): Promise<string[]> {
  const stays = new Set(fates.filter(({ fate }) => fate !== "goes").map(({ id }) => id));
  const memberships = await tx.membership.findMany({
    where: { userId },
    select: { workspaceId: true },
  });
  return memberships.map(({ workspaceId }) => workspaceId).filter((id) => !stays.has(brandId(id)));
}

async function leaveWorkspace(tx: Tx, actor: Actor, choice: DeletionChoice): Promise<void> {
  const { userId } = actor;
  const { workspaceId } = choice;
  if (choice.threads === "hand_over") {
    // Deleted threads are not handed over.
    await deleteThreads(tx, { workspaceId, createdById: userId, deletedAt: { not: null } });
    await tx.thread.updateMany({
      where: { workspaceId, createdById: userId },
      data: { createdById: choice.to },
    });
    // The heir can see the images of private threads.
    await tx.image.updateMany({
      where: { workspaceId, audienceId: userId },
      data: { audienceId: choice.to },
    });
  } else {
    await deletePrivateRows(tx, workspaceId, userId);
  }
  await tx.membership.delete({ where: { userId_workspaceId: { userId, workspaceId } } });
  await recordAudit(tx, actor, {
    workspaceId,
    act: "member.removed",
    target: { kind: "account", id: userId, name: actor.name },
    details: { left: true, threads: choice.threads },
  });
}
