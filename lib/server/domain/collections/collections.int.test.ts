import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { CollectionId, ImageId } from "@/lib/contracts/ids";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock as clock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import {
  createCollection,
  listCollections,
  loadCollection,
  removeCollection,
  updateCollection,
} from "@/lib/server/domain/collections/commands";
import {
  addToCollection,
  moveInCollection,
  takeOutOfCollection,
} from "@/lib/server/domain/collections/contents";
import { loadImageDetail } from "@/lib/server/domain/images/detail";
import { listImages } from "@/lib/server/domain/images/queries";
import { purgeImage, trashImage } from "@/lib/server/domain/trash/trash";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { makeImage } from "@/scripts/testing/studio";
import { addMember, makeTeam } from "@/scripts/testing/team";
import { makePaintedThread } from "@/scripts/testing/thread";

let owner: Actor;
let maker: Actor;
let colleague: Actor;
let viewer: Actor;
let id: CollectionId;
let images: ImageId[];

beforeAll(prepareQueue);
beforeEach(async () => {
  const team = await makeTeam();
  owner = team.owner;
  maker = await addMember(team.id, "member", "Maya");
  colleague = await addMember(team.id, "member", "Cole");
  viewer = await addMember(team.id, "viewer", "Vic");
  images = [];
  for (const prompt of ["apple", "berry", "cherry", "damson"]) {
    const { image } = await makePaintedThread(maker, { prompt, visibility: "workspace" });
    images.push(brandId(image.id));
  }
  id = (await createCollection(maker, { name: "Fair", description: "", access: "add" })).id;
  await addToCollection(maker, { collectionId: id, imageIds: images });
});
afterAll(closeDatabase);

const outcome = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "yes",
    (error) => error.code,
  );
const shown = async (actor: Actor = maker) => {
  const page = await listImages(actor, { collectionId: id });
  return page.images.map(({ id: image }) => "abcd"[images.indexOf(image)]).join("");
};
const at = (...letters: string[]) =>
  letters.map((letter) => images["abcd".indexOf(letter)] ?? brandId<ImageId>(""));
const move = (letters: string, before: string | null) =>
  moveInCollection(maker, {
    collectionId: id,
    imageIds: at(...letters),
    beforeId: before === null ? null : (at(before)[0] ?? null),
  });

test("images are listed in the order by hand, which moving changes", async () => {
  expect(await shown()).toBe("abcd");
  await move("d", "a");
  expect(await shown()).toBe("dabc");
  await move("ba", null);
  expect(await shown()).toBe("dcba");
  await move("ac", "d");
  expect(await shown()).toBe("acdb");
  expect(await outcome(move("a", "a"))).toBe("not_found");
});

test("an image names the collections that have it, of those that its reader may see", async () => {
  const [imageId] = images;
  if (imageId === undefined) throw new Error("no image");
  const own = await createCollection(owner, { name: "Own", description: "", access: "private" });
  await addToCollection(owner, { collectionId: own.id, imageIds: [imageId] });
  const seenBy = async (actor: Actor) => (await loadImageDetail(actor, imageId)).collectionIds;
  expect((await seenBy(owner)).toSorted()).toEqual([id, own.id].toSorted());
  expect(await seenBy(viewer)).toEqual([id]);
});

test("the order survives more moves between two images than numbers fit there", async () => {
  for (let n = 0; n < 60; n += 1) await move(n % 2 === 0 ? "c" : "d", "b");
  expect(await shown()).toBe("acdb");
});

test("pages follow the order by hand, and a search stays within the collection", async () => {
  const first = await listImages(maker, { collectionId: id, limit: 3 });
  const second = await listImages(maker, {
    collectionId: id,
    limit: 3,
    cursor: first.nextCursor ?? "",
  });
  expect([...first.images, ...second.images].map((image) => image.id)).toEqual(images);
  const found = await listImages(maker, { query: 'in:"fair" rr', sort: "oldest" });
  expect(found.images.map((image) => image.id)).toEqual(at("b", "c"));
});

test("private: its creator alone sees it; look: all see it; add: members add and take out their own", async () => {
  const own = await makePaintedThread(colleague, { visibility: "workspace" });
  const add = (actor: Actor) =>
    outcome(addToCollection(actor, { collectionId: id, imageIds: [brandId(own.image.id)] }));
  const see = (actor: Actor) => outcome(loadCollection(actor, id));
  const actors = () => [maker, owner, colleague, viewer];
  const everyone = (act: (actor: Actor) => Promise<string>) => Promise.all(actors().map(act));

  expect(await everyone(add)).toEqual(["yes", "yes", "yes", "forbidden"]);
  await updateCollection(maker, { collectionId: id, access: "look" });
  expect(await everyone(see)).toEqual(["yes", "yes", "yes", "yes"]);
  expect(await everyone(add)).toEqual(["yes", "yes", "forbidden", "forbidden"]);
  await updateCollection(maker, { collectionId: id, access: "private" });
  expect(await everyone(see)).toEqual(["yes", "not_found", "not_found", "not_found"]);
  expect((await listCollections(owner)).collections).toEqual([]);
  expect(await outcome(listImages(owner, { collectionId: id }))).toBe("not_found");
  expect((await listImages(owner, { query: "in:fair" })).images).toEqual([]);
});

test("who may add takes out what they added, and no other images", async () => {
  const own = await makePaintedThread(colleague, { visibility: "workspace" });
  const ownId = brandId<ImageId>(own.image.id);
  await addToCollection(colleague, { collectionId: id, imageIds: [ownId] });
  const takeOut = (actor: Actor, imageIds: ImageId[]) =>
    outcome(takeOutOfCollection(actor, { collectionId: id, imageIds }));
  expect(await takeOut(colleague, at("a"))).toBe("forbidden");
  expect(await takeOut(colleague, [ownId])).toBe("yes");
  expect(await takeOut(owner, at("a"))).toBe("yes");
  expect(await shown()).toBe("bcd");
});

test("changing and deleting it is for its creator and those who manage the workspace; images stay", async () => {
  const rename = (actor: Actor) =>
    outcome(updateCollection(actor, { collectionId: id, name: "N" }));
  expect(await Promise.all([maker, owner, colleague, viewer].map(rename))).toEqual([
    "yes",
    "yes",
    "forbidden",
    "forbidden",
  ]);
  expect(await outcome(removeCollection(colleague, id))).toBe("forbidden");
  await removeCollection(owner, id);
  expect((await listImages(maker, {})).images).toHaveLength(4);
});

test("an image that someone may not see is neither listed nor counted nor the cover for them", async () => {
  const upload = await makeImage(maker);
  await addToCollection(maker, { collectionId: id, imageIds: [upload.id] });
  await updateCollection(maker, { collectionId: id, coverImageId: upload.id });
  expect(await loadCollection(maker, id)).toMatchObject({
    count: 5,
    cover: { imageId: upload.id },
  });
  expect(await loadCollection(colleague, id)).toMatchObject({
    count: 4,
    cover: { imageId: images[0] },
  });
  expect(await shown(colleague)).toBe("abcd");
});

test("an image in the trash leaves the collection's list and comes back to its place; a purge removes it", async () => {
  await trashImage(maker, at("b")[0] ?? brandId(""), { clock });
  expect(await shown()).toBe("acd");
  expect((await loadCollection(maker, id)).count).toBe(3);
  await purgeImage(maker, at("b")[0] ?? brandId(""), { clock });
  expect(await db.collectionImage.count({ where: { collectionId: id } })).toBe(3);
});
