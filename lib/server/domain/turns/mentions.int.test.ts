import { beforeAll, expect, test } from "vitest";
import type { ImageId } from "@/lib/contracts/ids";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { createTurn } from "@/lib/server/domain/turns/create";
import { previewDraft } from "@/lib/server/domain/turns/preview";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { makeActor, makeImage } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";

let ada: Actor;
beforeAll(async () => {
  await prepareQueue();
  ada = await makeActor("Ada");
});

async function named(name: string, colour: string): Promise<ImageId> {
  const { id } = await makeImage(ada, colour);
  await db.image.update({ where: { id }, data: { name } });
  return id;
}

test("a turn stores its mentions, and a later call of the thread replaces them with names", async () => {
  const [house, tree] = [await named("house", "#a31"), await named("tree", "#3a1")];
  const { turn } = await createTurn(
    ada,
    turnBody({
      prompt: "Put image 2 beside it",
      mentions: [{ start: 4, end: 11, imageId: tree }],
      referenceIds: [house, tree],
    }),
    { clock: systemClock },
  );
  expect(turn.prompt).toBe("Put image 2 beside it");
  expect(turn.mentions).toEqual([{ start: 4, end: 11, imageId: tree }]);

  const draft = {
    ...turnBody({ threadId: turn.threadId, parentTurnId: turn.id, prompt: "Now like image 1" }),
    referenceIds: [house],
  };
  const { messages } = await previewDraft(ada, draft);
  const words = messages.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.type === "text" ? [part.text] : [])),
  );
  // The route decides whether earlier turns are separate messages or precede the prompt.
  expect(words.join("\n")).toContain("Put “tree” beside it");
  expect(words.join("\n")).not.toContain("Put image 2");
  expect(words.at(-1)).toContain("Now like image 1");
});

test("a mention with another image's number is refused, and nothing is written", async () => {
  const house = await named("house", "#b31");
  const before = await db.turn.count();
  const body = turnBody({
    prompt: "Put image 2 here",
    mentions: [{ start: 4, end: 11, imageId: house }],
    referenceIds: [house],
  });
  await expect(createTurn(ada, body, { clock: systemClock })).rejects.toMatchObject({
    code: "invalid_field",
    extra: { field: "mentions.0" },
  });
  expect(await db.turn.count()).toBe(before);
});
