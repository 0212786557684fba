import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ImageId } from "@/lib/contracts/ids";
import { LINEAGE_MAX } from "@/lib/contracts/images";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock as clock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { loadLineage } from "@/lib/server/domain/images/lineage";
import { purgeImage, trashImage } from "@/lib/server/domain/trash/trash";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { makeImage } from "@/scripts/testing/studio";
import { addMember, makeTeam } from "@/scripts/testing/team";
import { addPaintedTurn, makePaintedThread } from "@/scripts/testing/thread";

let maker: Actor;
let colleague: Actor;
let threadId: string;
let names: Map<string, string>;

beforeAll(prepareQueue);
beforeEach(async () => {
  const team = await makeTeam();
  maker = await addMember(team.id, "member", "Maya");
  colleague = await addMember(team.id, "member", "Cole");
  const first = await makePaintedThread(maker, { visibility: "workspace", prompt: "root" });
  threadId = first.thread.id;
  names = new Map([[first.image.id, "root"]]);
});
afterAll(closeDatabase);

const idOf = (name: string): ImageId =>
  brandId([...names].find(([, known]) => known === name)?.[0] ?? "");

type Made = { from?: string; with?: string[]; in?: string };

/** An image refined from another, or made with others as references. */
async function make(name: string, { from, with: references = [], in: thread }: Made) {
  const { turn, image } = await addPaintedTurn(maker, thread ?? threadId, { prompt: name });
  names.set(image.id, name);
  if (from !== undefined) {
    await db.image.update({ where: { id: image.id }, data: { parentImageId: idOf(from) } });
  }
  await db.reference.createMany({
    data: references.map((reference, position) => ({
      turnId: turn.id,
      position,
      imageId: idOf(reference),
    })),
  });
  return image.id;
}

const lineageOf = async (name: string, actor = maker) => {
  const { images, ...rest } = await loadLineage(actor, idOf(name));
  const namedIn = (id: string | null) => (id === null ? null : (names.get(id) ?? "?"));
  return {
    ...rest,
    images: images.map(({ image, label, baseId, referenceIds }) => [
      namedIn(image.id),
      label,
      namedIn(baseId),
      referenceIds.map(namedIn),
    ]),
  };
};

test("bases, references, branches and what went on from an image, oldest first", async () => {
  const upload = await makeImage(maker);
  names.set(upload.id, "upload");
  await make("night", { from: "root", with: ["upload"] });
  await make("noon", { from: "root" });
  await make("snow", { from: "night" });
  await make("wide", { from: "snow" });
  await make("poster", { with: ["snow"] });
  await make("elsewhere", {});
  expect(await lineageOf("snow")).toEqual({
    before: 3,
    after: 2,
    isCut: false,
    images: [
      ["root", "Root", null, []],
      ["upload", null, null, []],
      ["night", "Night", "root", ["upload"]],
      ["noon", "Noon", "root", []],
      ["snow", "Snow", "night", []],
      ["wide", "Wide", "snow", []],
      ["poster", "Poster", null, ["snow"]],
    ],
  });
});

test("images that the reader may not see end the line, in both directions", async () => {
  const own = await makePaintedThread(maker, { prompt: "secret" });
  names.set(own.image.id, "secret");
  await db.image.update({
    where: { id: own.image.id },
    data: { parentImageId: idOf("root") },
  });
  await make("shown", { from: "secret" });
  const namesFor = async (name: string, actor: Actor) =>
    (await lineageOf(name, actor)).images.map(([known]) => known);
  expect(await namesFor("shown", maker)).toEqual(["root", "secret", "shown"]);
  expect(await namesFor("shown", colleague)).toEqual(["shown"]);
  expect(await namesFor("root", colleague)).toEqual(["root"]);
  await expect(loadLineage(colleague, idOf("secret"))).rejects.toMatchObject({ code: "not_found" });
});

test("an image in the trash keeps its place, without words for others; a purged one is a tombstone", async () => {
  await make("night", { from: "root" });
  await make("snow", { from: "night" });
  await trashImage(maker, idOf("night"), { clock });
  const nightFor = async (actor: Actor) => {
    const { images } = await loadLineage(actor, idOf("snow"));
    const found = images.find(({ image }) => image.id === idOf("night"));
    return { state: found?.image.state, label: found?.label, hash: found?.image.thumbhash !== "" };
  };
  expect(await nightFor(maker)).toEqual({ state: "trashed", label: "Night", hash: true });
  expect(await nightFor(colleague)).toEqual({ state: "trashed", label: null, hash: false });
  await purgeImage(maker, idOf("night"), { clock });
  expect(await nightFor(maker)).toEqual({ state: "purged", label: null, hash: false });
  expect((await lineageOf("snow")).before).toBe(2);
});

test("a lineage is bounded and says that there is more", async () => {
  for (let step = 0; step < LINEAGE_MAX.after + 3; step += 1) {
    await make(`use ${step}`, { from: "root" });
  }
  const { images, after, isCut } = await loadLineage(maker, idOf("root"));
  expect([images.length, after, isCut]).toEqual([LINEAGE_MAX.after + 1, LINEAGE_MAX.after, true]);
});
