import "server-only";
import { z } from "zod";
import type { WorkspaceId } from "@/lib/contracts/ids";
import { isPermitted, type Permission } from "@/lib/contracts/permissions";
import type { Actor, Sight } from "@/lib/server/auth/actor";
import { db, type Tx } from "@/lib/server/db";
import { AppError } from "@/lib/server/errors";
import type {
  Generation,
  Image,
  Prisma,
  Role,
  Thread,
  Turn,
} from "@/lib/server/generated/prisma/client";

declare const authorized: unique symbol;

export type Act = "read" | "write";

/** Write implies read: `Authorized<T, "write">` is assignable to `Authorized<T, "read">`. */
type Grants<A extends Act> = A extends "write" ? { read: true; write: true } : { read: true };

/**
 * A row that its actor may read or write. Only this file creates one, so a function that takes `Authorized<Thread,
 * "write">` cannot be called without the check.
 */
export type Authorized<Noun, A extends Act> = Noun & { readonly [authorized]: Grants<A> };

/**
 * The threads that an actor may see, in all their workspaces: shared ones, and private ones they created. Includes
 * deleted threads. Lists also filter by the current workspace.
 */
export function visibleThreads(actor: Sight) {
  return {
    workspaceId: { in: [...actor.roles.keys()] },
    OR: [{ visibility: "workspace" }, { createdById: actor.userId }],
  } satisfies Prisma.ThreadWhereInput;
}

/**
 * The images that an actor may see and use: all that they created, and those whose audience includes them; none that are
 * in the trash. An upload is visible to its creator only, until a turn of a visible thread uses it.
 */
export function visibleImages(actor: Sight) {
  return { ...imagesFor(actor), deletedAt: null } satisfies Prisma.ImageWhereInput;
}

/**
 * Images in the trash that an actor may see, restore and purge: those that they created, and, where they `manage` the
 * workspace, those whose audience includes them. No tombstones.
 */
export function trashedImages(actor: Actor) {
  const managed = [...actor.roles].flatMap(([id, role]) => (isPermitted(role, "manage") ? id : []));
  return {
    AND: [imagesFor(actor)],
    deletedAt: { not: null },
    purgedAt: null,
    OR: [{ createdById: actor.userId }, { workspaceId: { in: managed } }],
  } satisfies Prisma.ImageWhereInput;
}

/** Images in any state, tombstones too, whose audience includes the actor: for showing that they are there. */
export function imagesInAnyState(actor: Actor) {
  return imagesFor(actor);
}

function imagesFor(actor: Sight) {
  return {
    workspaceId: { in: [...actor.roles.keys()] },
    OR: [{ createdById: actor.userId }, { audienceId: null }, { audienceId: actor.userId }],
  } satisfies Prisma.ImageWhereInput;
}

/** An image that has its bytes. */
export type KeptImage = Image & { sha256: string };

function asKept(image: Image | null): KeptImage | null {
  return image === null || image.sha256 === null ? null : { ...image, sha256: image.sha256 };
}

/**
 * The thread, if the actor may do `act` with it. Foreign, missing and deleted threads all give `not_found`
 * (`includeDeleted` allows deleted ones, to restore them); a viewer who tries to write gets `forbidden`.
 */
export async function authorizeThread<A extends Act>(
  actor: Actor,
  threadId: string,
  act: A,
  tx: Tx = db,
  options: { includeDeleted?: boolean } = {},
): Promise<Authorized<Thread, A>> {
  const thread = await tx.thread.findFirst({
    where: {
      ...visibleThreads(actor),
      id: knownId(threadId),
      ...(!options.includeDeleted && { deletedAt: null }),
    },
  });
  return grant<Thread, A>(actor, thread, act);
}

/**
 * Pinning, archiving, deleting and restoring a thread is for its creator and for members who may `manage` the
 * workspace. Throws `forbidden`.
 */
export function refuseUnlessCurator(actor: Actor, thread: Authorized<Thread, "write">): void {
  if (thread.createdById !== actor.userId) authorizeWorkspace(actor, "manage", thread.workspaceId);
}

/** Only the creator may change a thread's visibility, whatever the others' roles. Throws `forbidden`. */
export function refuseUnlessCreator(actor: Actor, thread: Authorized<Thread, "write">): void {
  if (thread.createdById !== actor.userId) throw new AppError("forbidden");
}

/** The turn, if the actor may do `act` with its thread. Same errors as `authorizeThread`. */
export async function authorizeTurn<A extends Act>(
  actor: Actor,
  turnId: string,
  act: A,
  tx: Tx = db,
): Promise<Authorized<Turn, A>> {
  const turn = await tx.turn.findFirst({
    where: { id: knownId(turnId), thread: { ...visibleThreads(actor), deletedAt: null } },
  });
  return grant<Turn, A>(actor, turn, act);
}

/** The generation, if the actor may do `act` with its thread. Same errors as `authorizeThread`. */
export async function authorizeGeneration<A extends Act>(
  actor: Actor,
  generationId: string,
  act: A,
  tx: Tx = db,
): Promise<Authorized<Generation, A>> {
  const generation = await tx.generation.findFirst({
    where: { id: knownId(generationId), thread: { ...visibleThreads(actor), deletedAt: null } },
  });
  return grant<Generation, A>(actor, generation, act);
}

/**
 * The image, if the actor may do `act` with it. Same errors as `authorizeThread`. `includeTrashed` allows images in the
 * trash, for those who may restore them.
 */
export async function authorizeImage<A extends Act>(
  actor: Actor,
  imageId: string,
  act: A,
  tx: Tx = db,
  options: { includeTrashed?: boolean } = {},
): Promise<Authorized<KeptImage, A>> {
  const where = options.includeTrashed
    ? { OR: [visibleImages(actor), trashedImages(actor)] }
    : visibleImages(actor);
  const image = await tx.image.findFirst({ where: { AND: [where], id: knownId(imageId) } });
  return grant<KeptImage, A>(actor, asKept(image), act);
}

/**
 * Trashing, restoring and purging an image is for its creator and for members who may `manage` the workspace. Throws
 * `forbidden`.
 */
export function refuseUnlessImageCurator(actor: Actor, image: Authorized<Image, "write">): void {
  if (image.createdById !== actor.userId) authorizeWorkspace(actor, "manage", image.workspaceId);
}

/**
 * These images of one workspace in the given order (ids may repeat), in one query. Throws `not_found` if any of them is
 * not visible or belongs to another workspace, so that images cannot be carried across workspaces, and `image_in_trash`
 * or `image_purged` for one that the actor could see before.
 */
export async function authorizeImages<A extends Act>(
  actor: Actor,
  workspaceId: string,
  imageIds: readonly string[],
  act: A,
  tx: Tx = db,
): Promise<Authorized<KeptImage, A>[]> {
  if (imageIds.length === 0) return [];
  const images = await tx.image.findMany({
    where: { AND: [imagesFor(actor), { workspaceId }], id: { in: imageIds.map(knownId) } },
  });
  const byId = new Map(images.map((image) => [image.id, image]));
  return imageIds.map((id) => {
    const image = byId.get(id.toLowerCase()) ?? null;
    if (image !== null && image.purgedAt !== null) throw new AppError("image_purged");
    if (image !== null && image.deletedAt !== null) throw new AppError("image_in_trash");
    return grant<KeptImage, A>(actor, asKept(image), act);
  });
}

/** A workspace in which the actor has permission `P`. */
export type Permitted<P extends Permission> = { id: WorkspaceId; role: Role } & {
  readonly [authorized]: { [Name in P]: true };
};

/**
 * The workspace, if the actor's role there grants `permission`. Throws `not_found` for non-members, `forbidden` where
 * the role is too low.
 * @param id another of the actor's workspaces; default: the current one
 */
export function authorizeWorkspace<P extends Permission>(
  actor: Actor,
  permission: P,
  id: string = actor.workspaceId,
): Permitted<P> {
  const entry = [...actor.roles].find(([workspaceId]) => workspaceId === id.toLowerCase());
  if (entry === undefined) throw new AppError("not_found");
  const [workspaceId, role] = entry;
  if (!isPermitted(role, permission)) throw new AppError("forbidden");
  return { id: workspaceId, role } as Permitted<P>;
}

/**
 * Throws `not_found` unless the actor is the instance owner: for everyone else its upstreams and raw answers do not
 * exist.
 */
export function authorizeInstance(actor: Actor): void {
  if (!actor.isInstanceOwner) throw new AppError("not_found");
}

/**
 * Any generation, for the instance owner, who may end or resend a stuck job even in a thread they cannot see. Callers
 * may return only ids and states from it. Throws `not_found`.
 */
export async function authorizeJob(
  actor: Actor,
  generationId: string,
  tx: Tx = db,
): Promise<Authorized<Generation, "write">> {
  authorizeInstance(actor);
  const generation = await tx.generation.findUnique({ where: { id: knownId(generationId) } });
  if (generation === null) throw new AppError("not_found");
  return generation as Authorized<Generation, "write">;
}

/** PostgreSQL fails on a malformed uuid; answer it like a missing one. */
function knownId(id: string): string {
  if (!z.uuid().safeParse(id).success) throw new AppError("not_found");
  return id;
}

/**
 * The only place that makes an `Authorized`: the row was found within the actor's scope, and the role allows the act.
 */
function grant<Noun extends { workspaceId: string }, A extends Act>(
  actor: Actor,
  noun: Noun | null,
  act: A,
): Authorized<Noun, A> {
  if (noun === null) throw new AppError("not_found");
  authorizeWorkspace(actor, act, noun.workspaceId);
  return noun as Authorized<Noun, A>;
}
