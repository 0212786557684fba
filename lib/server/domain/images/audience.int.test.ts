import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ImageId, ThreadId } from "@/lib/contracts/ids";
import { authorizeImage } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock as clock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { shareAddress } from "@/lib/server/domain/shares/share-address";
import { loadImageDetail } from "@/lib/server/domain/images/detail";
import { listImages } from "@/lib/server/domain/images/queries";
import { updateThread } from "@/lib/server/domain/threads/commands";
import { createTurn } from "@/lib/server/domain/turns/create";
import { serveImage } from "@/lib/server/http/serve-image";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { asProgram } from "@/scripts/testing/program";
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
  const { thread } = await createTurn(by, turnBody({ visibility, ...picture }), { clock });
  return thread.id;
}
const show = (threadId: ThreadId, visibility: "private" | "workspace", by = createdBy) =>
  updateThread(by, { threadId, visibility }, { clock });

test("an upload used nowhere, or only in a private thread, is visible to its creator alone through every operation", async () => {
  await useUpload({ visibility: "private" });
  const operations: Record<string, (actor: Actor) => Promise<unknown>> = {
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
    address: async (actor) =>
      shareAddress(
        await asProgram(actor),
        { imageId: upload, edge: "original", hours: 1 },
        { clock },
      ),
    reference: (actor) => createTurn(actor, turnBody({ referenceIds: [upload] }), { clock }),
    base: (actor) => createTurn(actor, turnBody({ baseImageId: upload }), { clock }),
  };
  for (const [name, run] of Object.entries(operations)) {
    expect(await outcome(run(createdBy)), name).toBe("yes");
    expect(await outcome(run(colleague)), name).toBe("not_found");
  }
});

test.each(["base", "reference"] as const)(
  "as the %s of a turn in a visible thread an upload becomes visible to the workspace",
  async (as) => {
    expect(await mayRead(colleague)).toBe("not_found");
    await useUpload({ visibility: "workspace", as });
    expect(await mayRead(colleague)).toBe("yes");
  },
);

test("an upload and the thread's own images follow every change of the thread's visibility", async () => {
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

test("an upload stays visible while another visible thread uses it, and is hidden with the last one", async () => {
  const first = await useUpload({ visibility: "workspace" });
  const second = await useUpload({ visibility: "workspace", as: "base" });
  await show(first, "private");
  expect(await mayRead(colleague)).toBe("yes");
  await show(second, "private");
  expect(await mayRead(colleague)).toBe("not_found");
});

test("a colleague's upload in a thread that its creator hides is visible to both of them", async () => {
  const threadId = await useUpload({ visibility: "workspace" });
  const colleaguesUpload = (await makeImage(colleague, "#2244aa")).id;
  const body = turnBody({ threadId, referenceIds: [colleaguesUpload] });
  await createTurn(colleague, body, { clock });
  await show(threadId, "private");
  const third = await addMember(createdBy.workspaceId, "member", "Tess");
  const everyone = [colleague, createdBy, third];
  expect(await Promise.all(everyone.map((actor) => mayRead(actor, colleaguesUpload)))).toEqual([
    "yes",
    "yes",
    "not_found",
  ]);
});

test("an upload stays visible when one thread is hidden while another visible thread begins to use it", async () => {
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

test("the ancestors of a visible image omit those that the reader may not see", async () => {
  const threadId = await useUpload({ visibility: "workspace" });
  const { image } = await addPaintedTurn(createdBy, threadId);
  const hidden = (await makeImage(createdBy, "#117711")).id;
  await db.image.update({ where: { id: image.id }, data: { parentImageId: hidden } });
  const beneath = async (actor: Actor) =>
    (await loadImageDetail(actor, image.id as ImageId)).ancestors.map(({ id }) => id);
  expect(await beneath(createdBy)).toEqual([hidden]);
  expect(await beneath(colleague)).toEqual([]);
});
