import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { audienceOf } from "@/lib/server/domain/images/audience";
import { makeImage, sha256Of } from "./studio";
import { turnBody } from "./turn-body";

type Options = {
  visibility?: "private" | "workspace";
  title?: string;
  prompt?: string;
  colour?: string;
  state?: "queued" | "succeeded";
};

/** A thread with one turn and its image, as after a succeeded generation. */
export async function makePaintedThread(actor: Actor, options: Options = {}) {
  const { visibility = "private", title = "A lighthouse", prompt = "An old lighthouse" } = options;
  const scope = { workspaceId: actor.workspaceId, createdById: actor.userId };
  const { settings } = turnBody();
  const thread = await db.thread.create({ data: { ...scope, title, settings, visibility } });
  const turn = await addPaintedTurn(actor, thread.id, { ...options, prompt });
  return { thread, ...turn };
}

/** Adds a turn with its image, also to another person's thread. */
export async function addPaintedTurn(actor: Actor, threadId: string, options: Options = {}) {
  const { prompt = "Make it night", colour, state = "succeeded" } = options;
  const scope = { workspaceId: actor.workspaceId, createdById: actor.userId };
  const { settings } = turnBody();
  const turn = await db.turn.create({
    data: { ...scope, threadId, prompt, settings, idempotencyKey: randomUUID() },
  });
  const generation = await db.generation.create({
    data: {
      ...scope,
      turnId: turn.id,
      threadId,
      position: 0,
      model: settings.model,
      endpoint: "chat",
      isSandbox: true,
      priceMicroUsd: 30_000,
      costMicroUsd: 0,
      keySource: "sandbox",
      state,
      attempts: 1,
    },
  });
  const thread = await db.thread.findUniqueOrThrow({ where: { id: threadId } });
  const image = await paintImage(actor, colour, {
    origin: "generated",
    generationId: generation.id,
    threadId,
    audienceId: audienceOf(thread),
    name: prompt,
  });
  return { turn, generation, image };
}

/** SHA-256 of each colour that was stored already. */
const painted = new Map<string, string>();

/** Stores an image once per colour and then reuses its bytes, because storing takes most of the time. */
async function paintImage(
  actor: Actor,
  colour: string | undefined,
  facts: {
    origin: "generated";
    generationId: string;
    threadId: string;
    audienceId: string | null;
    name: string;
  },
) {
  const sha256 = painted.get(colour ?? "");
  if (sha256 !== undefined && (await db.blob.findUnique({ where: { sha256 } })) !== null) {
    const { workspaceId, userId: createdById } = actor;
    return db.image.create({ data: { ...facts, workspaceId, createdById, sha256 } });
  }
  const { id } = await makeImage(actor, colour);
  const image = await db.image.update({ where: { id }, data: facts });
  painted.set(colour ?? "", await sha256Of(id));
  return image;
}
