import "server-only";
import { z } from "zod";
import type { WorkspaceId } from "@/lib/contracts/ids";
import { isPermitted, type Permission } from "@/lib/contracts/permissions";
import type { Actor } from "@/lib/server/auth/actor";
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

/** Writing implies reading, and so does the type: `Authorized<T, "write">` is an `Authorized<T, "read">`. */
type Leave<A extends Act> = A extends "write" ? { read: true; write: true } : { read: true };

/**
 * A row that its actor may read or write. Only this file makes one, so a function that asks for
 * `Authorized<Thread, "write">` cannot be reached without the check.
 */
export type Authorized<Noun, A extends Act> = Noun & { readonly [authorized]: Leave<A> };

/**
 * The threads that an actor may see, in every workspace of theirs: those of the workspace, private ones by their creator
 * alone. Deleted ones included. A list narrows it to the workspace that one stands in.
 */
export function visibleThreads(actor: Actor) {
  return {
    workspaceId: { in: [...actor.roles.keys()] },
    OR: [{ visibility: "workspace" }, { createdById: actor.userId }],
  } satisfies Prisma.ThreadWhereInput;
}

/**
 * The images that an actor may see: all that they made themselves (even where the thread was deleted: another thread may
 * refine it), and of the others those whose audience they belong to, unless they stand in a deleted thread. An upload is
 * its creator's alone until a turn of a visible thread uses it.
 */
export function visibleImages(actor: Actor) {
  return {
    workspaceId: { in: [...actor.roles.keys()] },
    deletedAt: null,
    OR: [
      { createdById: actor.userId },
      {
        AND: [
          { OR: [{ audienceId: null }, { audienceId: actor.userId }] },
          { OR: [{ generationId: null }, { generation: { thread: { deletedAt: null } } }] },
        ],
      },
    ],
  } satisfies Prisma.ImageWhereInput;
}

/**
 * The thread, if the actor may do `act` with it. A foreign, a missing and a deleted one all give `not_found`
 * (`includeDeleted` lets deleted ones through, to restore them); a viewer who would write gets `forbidden`.
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
 * What is done to a thread for everyone who sees it (pin, archive, delete, bring back) is its creator's, or whoever's may
 * `manage` the workspace. Throws `forbidden`.
 */
export function refuseUnlessCurator(actor: Actor, thread: Authorized<Thread, "write">): void {
  if (thread.createdById !== actor.userId) authorizeWorkspace(actor, "manage", thread.workspaceId);
}

/** Who may see a thread is its creator's word alone, whatever role the others have. Throws `forbidden`. */
export function refuseUnlessCreator(actor: Actor, thread: Authorized<Thread, "write">): void {
  if (thread.createdById !== actor.userId) throw new AppError("forbidden");
}

/** The turn, if the actor may do `act` with its thread. Errors as for threads. */
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

/** The generation, if the actor may do `act` with its thread. Errors as for threads. */
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

/** The image, if the actor may do `act` with it. Errors as for threads. */
export async function authorizeImage<A extends Act>(
  actor: Actor,
  imageId: string,
  act: A,
  tx: Tx = db,
): Promise<Authorized<Image, A>> {
  const image = await tx.image.findFirst({
    where: { ...visibleImages(actor), id: knownId(imageId) },
  });
  return grant<Image, A>(actor, image, act);
}

/**
 * All of these images of one workspace in the order asked for (an id may stand twice), or `not_found` if one may not be
 * seen or belongs to another workspace: what is shown there may not be carried here. One query.
 */
export async function authorizeImages<A extends Act>(
  actor: Actor,
  workspaceId: string,
  imageIds: readonly string[],
  act: A,
  tx: Tx = db,
): Promise<Authorized<Image, A>[]> {
  if (imageIds.length === 0) return [];
  const images = await tx.image.findMany({
    where: { AND: [visibleImages(actor), { workspaceId }], id: { in: imageIds.map(knownId) } },
  });
  const byId = new Map(images.map((image) => [image.id, image]));
  return imageIds.map((id) => grant<Image, A>(actor, byId.get(id.toLowerCase()) ?? null, act));
}

/** A workspace in which its actor was found to have permission `P`. */
export type Permitted<P extends Permission> = { id: WorkspaceId; role: Role } & {
  readonly [authorized]: { [Name in P]: true };
};

/**
 * The workspace, if the actor's role there reaches `permission`. One that the actor is not a member of gives `not_found`,
 * a role that is too low `forbidden`.
 * @param id another of the actor's workspaces; left out, the one they stand in
 */
export function authorizeWorkspace<P extends Permission>(
  actor: Actor,
  permission: P,
  id: string = actor.workspaceId,
): Permitted<P> {
  const place = [...actor.roles].find(([workspaceId]) => workspaceId === id.toLowerCase());
  if (place === undefined) throw new AppError("not_found");
  const [workspaceId, role] = place;
  if (!isPermitted(role, permission)) throw new AppError("forbidden");
  return { id: workspaceId, role } as Permitted<P>;
}

/** Throws `not_found` unless the actor owns the installation: to everyone else its upstream and raw answers do not exist. */
export function authorizeInstance(actor: Actor): void {
  if (!actor.isInstanceOwner) throw new AppError("not_found");
}

/**
 * Any generation at all, for whoever owns the installation: a job that hangs is theirs to end or to send again, also
 * where its thread is not theirs to see. Only ids and states may be answered from it. Throws `not_found`.
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

/** PostgreSQL refuses to compare a uuid with what is none; such an id exists nowhere. */
function knownId(id: string): string {
  if (!z.uuid().safeParse(id).success) throw new AppError("not_found");
  return id;
}

/** The one place that makes an `Authorized`: the row was found under the actor's own scope, and the role allows the act. */
function grant<Noun extends { workspaceId: string }, A extends Act>(
  actor: Actor,
  noun: Noun | null,
  act: A,
): Authorized<Noun, A> {
  if (noun === null) throw new AppError("not_found");
  authorizeWorkspace(actor, act, noun.workspaceId);
  return noun as Authorized<Noun, A>;
}
