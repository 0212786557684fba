import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { makeImage } from "./studio";
import { turnBody } from "./turn-body";

type Options = {
  visibility?: "private" | "workspace";
  title?: string;
  prompt?: string;
  colour?: string;
  state?: "queued" | "succeeded";
};

/** A thread of one turn with its picture, in the workspace that the actor stands in, as if it had been painted. */
export async function makePaintedThread(actor: Actor, options: Options = {}) {
  const { visibility = "private", title = "A lighthouse", prompt = "An old lighthouse" } = options;
  const scope = { workspaceId: actor.workspaceId, makerId: actor.userId };
  const { settings } = turnBody();
  const thread = await db.thread.create({ data: { ...scope, title, settings, visibility } });
  const turn = await addPaintedTurn(actor, thread.id, { ...options, prompt });
  return { thread, ...turn };
}

/** One more turn with its picture; of a thread that may be another's. */
export async function addPaintedTurn(actor: Actor, threadId: string, options: Options = {}) {
  const { prompt = "Make it night", colour, state = "succeeded" } = options;
  const scope = { workspaceId: actor.workspaceId, makerId: actor.userId };
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
  const image = await paintImage(actor, colour, {
    origin: "generated",
    generationId: generation.id,
    threadId,
    name: prompt,
  });
  return { turn, generation, image };
}

/** The bytes of each colour that was painted, by their name. */
const painted = new Map<string, string>();

/** Stores a picture the first time, and afterwards lets another image name the same bytes: most of the time goes into storing. */
async function paintImage(
  actor: Actor,
  colour: string | undefined,
  facts: { origin: "generated"; generationId: string; threadId: string; name: string },
) {
  const sha256 = painted.get(colour ?? "");
  if (sha256 !== undefined && (await db.blob.findUnique({ where: { sha256 } })) !== null) {
    const { workspaceId, userId: makerId } = actor;
    return db.image.create({ data: { ...facts, workspaceId, makerId, sha256 } });
  }
  const { id } = await makeImage(actor, colour);
  const image = await db.image.update({ where: { id }, data: facts });
  painted.set(colour ?? "", image.sha256);
  return image;
}
