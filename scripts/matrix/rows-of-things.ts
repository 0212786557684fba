import { randomUUID } from "node:crypto";
import { turnBody } from "../testing/turn-body";
import { object, things, placeId, type Row } from "./row";

/** Threads and what is in them, by their ids. */
export const rowsOfThings = {
  "tokens.create": object("read", (world, place) => ({
    body: {
      name: "t",
      workspaceId: placeId(world, place),
      scopes: ["read"],
      expiresInDays: 7,
    },
  })),
  "threads.page": object(
    "read",
    things(({ threadId }) => ({ params: { threadId } })),
  ),
  "threads.tree": object(
    "read",
    things(({ threadId }) => ({ params: { threadId } })),
  ),
  "threads.presence": object(
    "read",
    things(({ threadId }) => ({
      params: { threadId },
      body: { streamId: randomUUID(), isHere: true },
    })),
  ),
  "threads.update": object(
    "write",
    things(({ threadId }) => ({ params: { threadId }, body: { title: "Renamed" } })),
  ),
  "threads.remove": object(
    "write",
    things(({ threadId }) => ({ params: { threadId } })),
  ),
  "threads.restore": object(
    "write",
    things(({ threadId }) => ({ params: { threadId } })),
    {
      finds: ["deleted"],
    },
  ),
  "turns.create": object(
    "write",
    things(({ threadId, turnId, imageId }) => ({
      body: turnBody({
        threadId: threadId as never,
        parentTurnId: turnId as never,
        baseImageId: imageId as never,
      }),
    })),
  ),
  "turns.preview": object(
    "write",
    things(({ threadId, turnId, imageId }) => {
      const { idempotencyKey: _, ...draft } = turnBody({
        threadId: threadId as never,
        parentTurnId: turnId as never,
        baseImageId: imageId as never,
      });
      return { body: draft };
    }),
  ),
  "turns.request": object(
    "read",
    things(({ turnId }) => ({ params: { turnId } })),
  ),
  "generations.detail": object(
    "read",
    things(({ generationId }) => ({ params: { generationId } })),
  ),
  "generations.cancel": object(
    "write",
    things(({ generationId }) => ({ params: { generationId }, body: {} })),
  ),
  "generations.retry": object(
    "write",
    things(({ generationId }) => ({ params: { generationId }, body: { mayPayAgain: false } })),
    { also: [409] },
  ),
  "generations.keep": object(
    "write",
    things(({ generationId }) => ({ params: { generationId }, body: {} })),
    { also: [409] },
  ),
  "generations.lookAgain": object(
    "write",
    things(({ generationId }) => ({
      params: { generationId },
      body: { path: null, keep: false },
    })),
    { also: [409, 410] },
  ),
  "images.detail": object(
    "read",
    things(({ imageId }) => ({ params: { imageId } })),
  ),
  "images.crop": object(
    "write",
    things(({ imageId }) => ({
      params: { imageId },
      body: { size: "30x30", idempotencyKey: randomUUID() },
    })),
  ),
} satisfies Record<string, Row>;
