import "server-only";
import { createHash } from "node:crypto";
import type { ImageId, ThreadId, TurnId, WorkspaceId } from "@/lib/contracts/ids";
import { PROMPT_MAX_CHARS, SYSTEM_INSTRUCTION_MAX_CHARS } from "@/lib/contracts/limits";
import type { TurnSettings } from "@/lib/contracts/settings";
import { authorizeThread } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { Deps } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { openDayThread } from "@/lib/server/domain/compat-orders/day-thread";
import { createTurn } from "@/lib/server/domain/turns/create";
import { AppError } from "@/lib/server/errors";

/** A client's request in terms of a turn. */
export type Order = {
  prompt: string;
  systemInstruction: string;
  settings: TurnSettings;
  base: BasePicture | null;
  referenceIds: ImageId[];
};

/** The image to refine, and the turn that made it, if the actor may continue from that turn. */
export type BasePicture = {
  imageId: ImageId;
  made: { turnId: TurnId; threadId: ThreadId } | null;
  /** A turn of this instance made it, even if the actor may not continue from there. */
  isOurs: boolean;
};

/** The destination of an order, from the request's headers. */
export type OrderTarget = { threadId: ThreadId | null; idempotencyKey: string };

/** A turn under way: all that is kept of a request while its caller waits. */
export type Placed = {
  workspaceId: WorkspaceId;
  threadId: ThreadId;
  turnId: TurnId;
  model: string;
};

/**
 * The turn that a repeated request made the first time; null for a new request. Look it up before reading the request's
 * images again.
 * @throws AppError `invalid_idempotency` if the key was used with another instruction (`claimTurnKey` compares the
 * rest)
 */
export async function findPlaced(
  actor: Actor,
  { idempotencyKey }: OrderTarget,
  instruction: string,
): Promise<Placed | null> {
  const turn = await db.turn.findUnique({
    where: { createdById_idempotencyKey: { createdById: actor.userId, idempotencyKey } },
    include: { generations: { select: { model: true }, take: 1 } },
  });
  if (turn === null) return null;
  if (!turn.prompt.endsWith(instruction) || !actor.roles.has(brandId(turn.workspaceId))) {
    throw new AppError("invalid_idempotency", { field: "Idempotency-Key" });
  }
  return {
    workspaceId: brandId(turn.workspaceId),
    threadId: brandId(turn.threadId),
    turnId: brandId(turn.id),
    model: turn.generations[0]?.model ?? "",
  };
}

/**
 * Sends an order as an ordinary turn: to the thread that the request names, else to the base image's, else to the
 * day's.
 * @throws AppError `prompt_too_long`, `invalid_field`, and what `createTurn` throws
 */
export async function placeOrder(
  actor: Actor,
  { order, target }: { order: Order; target: OrderTarget },
  { clock }: Deps,
): Promise<Placed> {
  if (order.prompt.length > PROMPT_MAX_CHARS) {
    const count = (chars: number) => chars.toLocaleString("en");
    const hint = `it has ${count(order.prompt.length)} characters, and at most ${count(PROMPT_MAX_CHARS)} are allowed`;
    throw new AppError("prompt_too_long", { details: { max: PROMPT_MAX_CHARS, hint } });
  }
  if (order.systemInstruction.length > SYSTEM_INSTRUCTION_MAX_CHARS) {
    const hint = `system messages may have ${SYSTEM_INSTRUCTION_MAX_CHARS} characters together`;
    throw new AppError("invalid_field", { field: "messages", details: { hint } });
  }
  const { base, prompt, settings, systemInstruction, referenceIds } = order;
  const made = base?.made ?? null;
  const threadId = target.threadId ?? made?.threadId ?? null;
  const { turn, thread } = await createTurn(
    actor,
    {
      threadId,
      // An explicit thread takes precedence over the base image's thread.
      parentTurnId: made !== null && made.threadId === threadId ? made.turnId : null,
      baseImageId: base?.imageId ?? null,
      prompt,
      settings,
      systemInstruction,
      referenceIds,
      idempotencyKey: target.idempotencyKey,
    },
    { clock, open: openDayThread },
  );
  const { workspaceId } = await db.turn.findUniqueOrThrow({
    where: { id: turn.id },
    select: { workspaceId: true },
  });
  return {
    workspaceId: brandId(workspaceId),
    threadId: thread.id,
    turnId: turn.id,
    model: settings.model,
  };
}

/** An image with the turn that made it, if the actor may continue from there. */
export async function findBase(actor: Actor, imageId: ImageId): Promise<BasePicture> {
  const image = await db.image.findUniqueOrThrow({
    where: { id: imageId },
    select: { generation: { select: { turnId: true, threadId: true } } },
  });
  const { generation } = image;
  if (generation === null) return { imageId, made: null, isOurs: false };
  try {
    await authorizeThread(actor, generation.threadId, "write");
  } catch (error) {
    // The image of a deleted thread can be refined in another thread.
    if (!(error instanceof AppError) || error.code !== "not_found") throw error;
    return { imageId, made: null, isOurs: true };
  }
  const { turnId, threadId } = generation;
  const made = { turnId: brandId<TurnId>(turnId), threadId: brandId<ThreadId>(threadId) };
  return { imageId, made, isOurs: true };
}

/**
 * Derives a turn's idempotency key, a UUID, from a client's key, which is any text. Two tokens with the same text get
 * different keys.
 */
export function turnKeyOf(actor: Actor, key: string): string {
  const hash = createHash("sha256").update(`${actor.token?.id}\n${key}`).digest();
  // RFC 9562, 5.8: version 8 is for custom UUIDs.
  hash[6] = (hash.readUInt8(6) & 0x0f) | 0x80;
  hash[8] = (hash.readUInt8(8) & 0x3f) | 0x80;
  return hash.toString("hex", 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
