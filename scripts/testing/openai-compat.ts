import { randomUUID } from "node:crypto";
import { chatRequest } from "@/lib/contracts/openai-compat";
import type { ImageId, ThreadId } from "@/lib/contracts/ids";
import { makeToken } from "@/lib/server/auth/access-tokens";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { orderOfChat } from "@/lib/server/domain/compat-orders/orders";
import { type Placed, placeOrder, turnKeyOf } from "@/lib/server/domain/compat-orders/place-order";
import { readConversation } from "@/lib/server/domain/compat-orders/read-conversation";
import { makeImage } from "./studio";

/** The same person, authenticated by a token. */
export async function withToken(actor: Actor, name = "Postcards"): Promise<Actor> {
  const { tokenHash, ending } = makeToken();
  const { userId, workspaceId } = actor;
  const { id } = await db.accessToken.create({
    data: { userId, workspaceId, name, tokenHash, ending, scopes: ["generate"] },
  });
  return { ...actor, sessionId: null, token: { id, scopes: ["generate"], isPersonal: true } };
}

type Change = {
  /** Day of March 2026, in UTC. */
  day?: string;
  threadId?: ThreadId;
  key?: string;
  /** Further keys of the body. */
  body?: object;
};

/** What `POST /v1/chat/completions` does before it waits for the result. */
export async function placeChat(
  actor: Actor,
  messages: unknown[],
  change: Change = {},
): Promise<Placed> {
  const request = chatRequest.parse({ model: "gpt-image-2-vip", messages, ...change.body });
  const order = await orderOfChat(actor, request, readConversation(request.messages));
  const now = new Date(`2026-03-${change.day ?? "01"}T12:00:00Z`);
  return placeOrder(
    actor,
    {
      order,
      target: {
        threadId: change.threadId ?? null,
        idempotencyKey: turnKeyOf(actor, change.key ?? randomUUID()),
      },
    },
    { clock: { now: () => now } },
  );
}

/** Completes a turn as the worker would, with one image. */
export async function drawn(actor: Actor, { turnId }: Placed, colour?: string): Promise<ImageId> {
  const generation = await db.generation.findFirstOrThrow({ where: { turnId } });
  const made = await makeImage(actor, colour);
  const { sha256 } = await db.image.findUniqueOrThrow({ where: { id: made.id } });
  await db.generation.update({ where: { id: generation.id }, data: { state: "succeeded" } });
  const { id } = await db.image.create({
    data: {
      sha256,
      workspaceId: generation.workspaceId,
      createdById: generation.createdById,
      generationId: generation.id,
      threadId: generation.threadId,
      origin: "generated",
      name: "drawn",
    },
  });
  return brandId(id);
}
