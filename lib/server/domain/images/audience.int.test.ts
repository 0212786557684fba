import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ImageId, ThreadId } from "@/lib/contracts/ids";
import { authorizeImage } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock as clock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { shareAddress } from "@/lib/server/domain/images/share-address";
import { listImages, loadImageDetail } from "@/lib/server/domain/images/queries";
import { updateThread } from "@/lib/server/domain/threads/commands";
import { createTurn } from "@/lib/server/domain/turns/create";
import { serveImage } from "@/lib/server/http/serve-image";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { makeImage } from "@/scripts/testing/studio";
import { addMember, makeTeam } from "@/scripts/testing/team";
import { addPaintedTurn } from "@/scripts/testing/thread";
import { turnBody } from "@/scripts/testing/turn-body";

let createdBy: Actor;
let colleague: Actor;
let upload: ImageId;

beforeAll(prepareQueue);
beforeEach(async () => {
  const { id } = await makeTeam();
  createdBy = await addMember(id, "member", "Maya");
  colleague = await addMember(id, "admin", "Cole");
  upload = (await makeImage(createdBy)).id;
});
afterAll(closeDatabase);

const outcome = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "yes",
    (error) => error.code,
  );
const mayRead = (actor: Actor, id: string = upload) => outcome(authorizeImage(actor, id, "read"));

type Use = { by?: Actor; visibility: "private" | "workspace"; as?: "base" | "reference" };

async function useUpload({ by = createdBy, visibility, as = "reference" }: Use): Promise<ThreadId> {
  const picture = as === "base" ? { baseImageId: upload } : { referenceIds: [upload] };
  const { thread } = await createTurn(by, clock, turnBody({ visibility, ...picture }));
  return thread.id;
}
const show = (threadId: ThreadId, visibility: "private" | "workspace", by = createdBy) =>
  updateThread(by, clock, threadId, { visibility });

test("an upload that is used nowhere, or in a private thread, is its creator's alone, in every way to it", async () => {
  await useUpload({ visibility: "private" });
  const ways: Record<string, (actor: Actor) => Promise<unknown>> = {
    list: async (actor) => {
      const { images } = await listImages(actor, {});
      if (!images.some(({ id }) => id === upload)) throw { code: "not_found" };
    },
    search: async (actor) => {
      const { images } = await listImages(actor, { query: "colour" });
      if (images.length === 0) throw { code: "not_found" };
    },
    detail: (actor) => loadImageDetail(actor, upload),
    download: async (actor) => {
      const request = new Request("http://localhost:3000/");
      return (await serveImage(actor, upload, "original", request)).arrayBuffer();
    },
    address: (actor) => shareAddress(actor, clock, upload, { edge: "original", hours: 1 }),
    reference: (actor) => createTurn(actor, clock, turnBody({ referenceIds: [upload] })),
    base: (actor) => createTurn(actor, clock, turnBody({ baseImageId: upload })),
  };
  for (const [way, go] of Object.entries(ways)) {
    expect(await outcome(go(createdBy)), way).toBe("yes");
    expect(await outcome(go(colleague)), way).toBe("not_found");
  }
});

test.each(["base", "reference"] as const)(
  "as the %s of a turn in a visible thread it is everybody's, from that turn on",
  async (as) => {
    expect(await mayRead(colleague)).toBe("not_found");
    await useUpload({ visibility: "workspace", as });
    expect(await mayRead(colleague)).toBe("yes");
  },
);

test("it follows its thread's visibility, there and back, with the thread's own pictures", async () => {
  const threadId = await useUpload({ visibility: "private" });
  const { image } = await addPaintedTurn(createdBy, threadId);
  const both = () => Promise.all([mayRead(colleague), mayRead(colleague, image.id)]);
  expect(await both()).toEqual(["not_found", "not_found"]);
  await show(threadId, "workspace");
  expect(await both()).toEqual(["yes", "yes"]);
  await show(threadId, "private");
  expect(await both()).toEqual(["not_found", "not_found"]);
  expect(await mayRead(createdBy)).toBe("yes");
});

test("what another visible thread uses stays visible; the last one that is hidden takes it along", async () => {
  const first = await useUpload({ visibility: "workspace" });
  const second = await useUpload({ visibility: "workspace", as: "base" });
  await show(first, "private");
  expect(await mayRead(colleague)).toBe("yes");
  await show(second, "private");
  expect(await mayRead(colleague)).toBe("not_found");
});

test("a colleague's upload in a thread that its creator hides is theirs and the thread creator's", async () => {
  const threadId = await useUpload({ visibility: "workspace" });
  const brought = (await makeImage(colleague, "#2244aa")).id;
  const body = turnBody({ threadId, referenceIds: [brought] });
  await createTurn(colleague, clock, body);
  await show(threadId, "private");
  const third = await addMember(createdBy.workspaceId, "member", "Tess");
  const everyone = [colleague, createdBy, third];
  expect(await Promise.all(everyone.map((actor) => mayRead(actor, brought)))).toEqual([
    "yes",
    "yes",
    "not_found",
  ]);
});

test("hiding one thread while another one begins to use the upload: in the end the visible use counts", async () => {
  for (let round = 0; round < 5; round += 1) {
    const threadId = await useUpload({ visibility: "workspace" });
    const [, other] = await Promise.all([
      show(threadId, "private"),
      useUpload({ visibility: "workspace" }),
    ]);
    expect(await mayRead(colleague)).toBe("yes");
    await show(other, "private");
    expect(await mayRead(colleague)).toBe("not_found");
  }
});

test("what lies beneath a visible picture is shown to nobody who may not see it by itself", async () => {
  const threadId = await useUpload({ visibility: "workspace" });
  const { image } = await addPaintedTurn(createdBy, threadId);
  const hidden = (await makeImage(createdBy, "#117711")).id;
  await db.image.update({ where: { id: image.id }, data: { parentImageId: hidden } });
  const beneath = async (actor: Actor) =>
    (await loadImageDetail(actor, image.id as ImageId)).ancestors.map(({ id }) => id);
  expect(await beneath(createdBy)).toEqual([hidden]);
  expect(await beneath(colleague)).toEqual([]);
});
