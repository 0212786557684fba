import { randomUUID } from "node:crypto";
import { turnBody } from "../testing/turn-body";
import { object, things, workspaceIdOf, type Row } from "./row";

/** Threads and their contents, by id. */
export const rowsOfThings = {
  "tokens.create": object((world, target) => ({
    body: {
      name: "t",
      workspaceId: workspaceIdOf(world, target),
      scopes: ["read"],
      expiresInDays: 7,
    },
  })),
  "threads.page": object(things(({ threadId }) => ({ params: { threadId } }))),
  "threads.tree": object(things(({ threadId }) => ({ params: { threadId } }))),
  "threads.presence": object(
    things(({ threadId }) => ({
      params: { threadId },
      body: { streamId: randomUUID(), isHere: true },
    })),
  ),
  "threads.update": object(
    things(({ threadId }) => ({ params: { threadId }, body: { title: "Renamed" } })),
  ),
  "threads.remove": object(things(({ threadId }) => ({ params: { threadId } }))),
  "threads.restore": object(
    things(({ threadId }) => ({ params: { threadId } })),
    {
      finds: ["deleted"],
    },
  ),
  "turns.create": object(
    things(({ threadId, turnId, imageId }) => ({
      body: turnBody({
        threadId: threadId as never,
        parentTurnId: turnId as never,
        baseImageId: imageId as never,
      }),
    })),
  ),
  "turns.preview": object(
    things(({ threadId, turnId, imageId }) => {
      const { idempotencyKey: _, ...draft } = turnBody({
        threadId: threadId as never,
        parentTurnId: turnId as never,
        baseImageId: imageId as never,
      });
      return { body: draft };
    }),
  ),
  "turns.progress": object(things(({ turnId }) => ({ params: { turnId } }))),
  "turns.request": object(things(({ turnId }) => ({ params: { turnId } }))),
  "generations.detail": object(things(({ generationId }) => ({ params: { generationId } }))),
  "generations.cancel": object(
    things(({ generationId }) => ({ params: { generationId }, body: {} })),
  ),
  "generations.retry": object(
    things(({ generationId }) => ({ params: { generationId }, body: { mayPayAgain: false } })),
    { also: [409] },
  ),
  "generations.keep": object(
    things(({ generationId }) => ({ params: { generationId }, body: {} })),
    { also: [409] },
  ),
  "generations.lookAgain": object(
    things(({ generationId }) => ({
      params: { generationId },
      body: { path: null, keep: false },
    })),
    { also: [409, 410] },
  ),
  "images.detail": object(
    things(({ imageId }) => ({ params: { imageId } })),
    { curatorsFind: ["deleted"] },
  ),
  "images.lineage": object(
    things(({ imageId }) => ({ params: { imageId } })),
    { curatorsFind: ["deleted"] },
  ),
  "images.favourite": object(things(({ imageId }) => ({ params: { imageId }, body: {} }))),
  "images.unfavourite": object(things(({ imageId }) => ({ params: { imageId } }))),
  "images.tag": object(
    things(({ imageId }) => ({
      params: { imageId },
      body: { add: ["poster"], remove: ["draft"] },
    })),
  ),
  "images.trash": object(
    things(({ imageId }) => ({ params: { imageId }, body: {} })),
    { curatorsFind: ["deleted"] },
  ),
  // Their threads are in the trash as well.
  "images.restore": object(
    things(({ imageId }) => ({ params: { imageId }, body: {} })),
    { curatorsFind: ["deleted"], also: [409] },
  ),
  // Images that are not in the trash are not purged.
  "images.purge": object(
    things(({ imageId }) => ({ params: { imageId } })),
    { curatorsFind: ["deleted"], also: [409] },
  ),
  "images.crop": object(
    things(({ imageId }) => ({
      params: { imageId },
      body: { size: "30x30", idempotencyKey: randomUUID() },
    })),
  ),
} satisfies Record<string, Row>;
