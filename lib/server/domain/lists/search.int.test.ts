import { beforeAll, expect, test } from "vitest";
import type { ThreadId } from "@/lib/contracts/ids";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { listImages } from "@/lib/server/domain/images/queries";
import { updateThread } from "@/lib/server/domain/threads/commands";
import { listThreads } from "@/lib/server/domain/threads/queries";
import { brandId } from "@/lib/server/domain/brand";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { addMember, makeTeam } from "@/scripts/testing/team";
import { addPaintedTurn, makePaintedThread } from "@/scripts/testing/thread";
import { turnBody } from "@/scripts/testing/turn-body";

let owner: Actor;
let mo: Actor;
/** Title and prompt of each thread; the images are named after their prompts. */
const threads = {
  english: ["Harbour", "An old LIGHTHOUSE at dusk, 100% wool_sky"],
  chinese: ["海边", "悬崖上的灯塔，傍晚的斜阳"],
  accents: ["Été à Paris", "CAFÉ in the rain"],
  emoji: ["Stickers", "a 🦊 fox in the snow"],
} as const;

beforeAll(async () => {
  await prepareQueue();
  const team = await makeTeam();
  owner = team.owner;
  mo = await addMember(team.id, "member");
  for (const [title, prompt] of Object.values(threads)) {
    await makePaintedThread(owner, { title, prompt, visibility: "workspace" });
  }
});

const found = async (query: string, actor = owner) => ({
  images: (await listImages(actor, { query })).images.map(({ name }) => name).toSorted(),
  threads: (await listThreads(actor, { query })).threads.map(({ title }) => title).toSorted(),
});
const only = (key: keyof typeof threads) => ({
  images: [threads[key][1]],
  threads: [threads[key][0]],
});
const nothing = { images: [], threads: [] };

/** More newer ones than a search looks through before it uses the index. */
async function addNewer(count: { images: number; threads: number }): Promise<void> {
  const scope = { workspaceId: owner.workspaceId, createdById: owner.userId };
  const { sha256 } = await db.image.findFirstOrThrow({ where: scope });
  await db.image.createMany({
    data: Array.from({ length: count.images }, (_, n) => ({
      ...scope,
      sha256,
      origin: "uploaded" as const,
      name: `IMG ${n}`,
    })),
  });
  await db.thread.createMany({
    data: Array.from({ length: count.threads }, () => ({
      ...scope,
      title: "IMG",
      settings: turnBody().settings,
    })),
  });
}

async function expectEveryFragment(): Promise<void> {
  expect(await found("lighthouse")).toEqual(only("english"));
  expect(await found("ghtHou")).toEqual(only("english"));
  expect(await found("灯塔")).toEqual(only("chinese"));
  expect(await found("灯")).toEqual(only("chinese"));
  expect(await found("塔，傍")).toEqual(only("chinese"));
  expect(await found("café")).toEqual(only("accents"));
  expect(await found("été à")).toEqual(only("accents"));
  expect(await found("🦊")).toEqual(only("emoji"));
  // An image is found by its thread's title, and a thread by its instructions.
  expect(await found("海边")).toEqual(only("chinese"));
  // Characters that mean something in patterns mean themselves.
  expect(await found("100%")).toEqual(only("english"));
  expect(await found("wool_s")).toEqual(only("english"));
  expect(await found("woolxs")).toEqual(nothing);
  expect(await found("\\")).toEqual(nothing);
  // All pairs occur, the fragment does not, and it is no typing error of a word that does.
  expect(await found("thousk")).toEqual(nothing);
  expect(await found("灯灯")).toEqual(nothing);
}

test("a fragment is found in any case and language, among the newest", expectEveryFragment);

test("and behind more than a search looks through, by the index", async () => {
  await addNewer({ images: 1_100, threads: 250 });
  await expectEveryFragment();
});

test("a frequent word fills pages in the order of the list, each row once", async () => {
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listImages(owner, { query: "img", cursor });
    names.push(...page.images.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(names).toHaveLength(1_100);
  expect(new Set(names).size).toBe(1_100);
});

test("a new title is found at once, and the old one no longer", async () => {
  const { thread } = await makePaintedThread(owner, { title: "Walrus", prompt: "p" });
  const threadId = brandId<ThreadId>(thread.id);
  await updateThread(owner, { threadId, title: "Narwhal" }, { clock: systemClock });
  expect(await found("narwhal")).toEqual({ images: ["p"], threads: ["Narwhal"] });
  expect(await found("walrus")).toEqual(nothing);
});

test("the title of a thread that its creator hides no longer finds a colleague's image", async () => {
  const { thread } = await makePaintedThread(owner, {
    title: "Okapi",
    prompt: "p",
    visibility: "workspace",
  });
  await addPaintedTurn(mo, thread.id, { prompt: "stripes" });
  expect((await found("okapi", mo)).images).toEqual(["p", "stripes"]);
  await updateThread(
    owner,
    { threadId: brandId<ThreadId>(thread.id), visibility: "private" },
    { clock: systemClock },
  );
  expect(await found("okapi", mo)).toEqual(nothing);
  expect((await found("stripes", mo)).images).toEqual(["stripes"]);
  expect((await listImages(mo, {})).images.map(({ name }) => name)).toContain("stripes");
  expect((await found("okapi")).images).toEqual(["p"]);
});

test("others find nothing of a private thread", async () => {
  await makePaintedThread(owner, { title: "Quokka", prompt: "a quokka" });
  expect(await found("quokka", mo)).toEqual(nothing);
  expect((await found("quokka")).threads).toEqual(["Quokka"]);
});
