import "server-only";
import { z } from "zod";
import { authorizeWorkspace } from "@/lib/server/auth/access";
import type { Actor, Sight } from "@/lib/server/auth/actor";
import { db, type Tx } from "@/lib/server/db";
import { isPermitted } from "@/lib/contracts/permissions";
import { AppError } from "@/lib/server/errors";
import type { Collection, Prisma } from "@/lib/server/generated/prisma/client";

/** `edit`: change, order, share and delete it, and remove what others added. */
export type CollectionAct = "read" | "add" | "edit";

/** The collections of the actor's workspaces that they may see: their own, and those that are not private. */
export function visibleCollections(actor: Sight) {
  return {
    workspaceId: { in: [...actor.roles.keys()] },
    OR: [{ createdById: actor.userId }, { access: { not: "private" } }],
  } satisfies Prisma.CollectionWhereInput;
}

/**
 * The collection, if the actor may do `act` with it. A foreign, a missing and another's private one give `not_found`; a
 * viewer, and a member without the right, get `forbidden`.
 */
export async function authorizeCollection(
  actor: Actor,
  collectionId: string,
  act: CollectionAct,
  tx: Tx = db,
): Promise<Collection> {
  const isId = z.uuid().safeParse(collectionId).success;
  const collection = isId
    ? await tx.collection.findFirst({ where: { ...visibleCollections(actor), id: collectionId } })
    : null;
  if (collection === null) throw new AppError("not_found");
  authorizeWorkspace(actor, act === "read" ? "read" : "write", collection.workspaceId);
  if (!mayAct(actor, collection, act)) throw new AppError("forbidden");
  return collection;
}

/** As `authorizeCollection` to add images of this workspace to it. */
export async function authorizeSaving(
  actor: Actor,
  { collectionId, workspaceId }: { collectionId: string; workspaceId: string },
  tx: Tx,
): Promise<void> {
  const collection = await authorizeCollection(actor, collectionId, "add", tx);
  if (collection.workspaceId !== workspaceId) throw new AppError("not_found");
}

/** Whether the actor, who may see the collection, may also do this. */
export function mayAct(
  actor: Actor,
  { createdById, access, workspaceId }: Pick<Collection, "createdById" | "access" | "workspaceId">,
  act: CollectionAct,
): boolean {
  const role = [...actor.roles].find(([id]) => id === workspaceId)?.[1] ?? "viewer";
  if (act === "read") return true;
  if (!isPermitted(role, "write")) return false;
  if (createdById === actor.userId || isPermitted(role, "manage")) return true;
  return act === "add" && access === "add";
}
