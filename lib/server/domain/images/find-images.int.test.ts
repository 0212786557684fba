import { afterAll, beforeAll, expect, test } from "vitest";
import type { ImageId } from "@/lib/contracts/ids";
import type { ImageListSort, ImageListView } from "@/lib/contracts/image-lists";
import { shareCreateBody } from "@/lib/contracts/shares";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { listCaptions } from "@/lib/server/domain/images/captions";
import { setFavourite } from "@/lib/server/domain/images/favourites";
import { countByMonth, readBucket } from "@/lib/server/domain/images/wall/months";
import { listImages } from "@/lib/server/domain/images/queries";
import { createShare } from "@/lib/server/domain/shares/create";
import { listTags, tagImage } from "@/lib/server/domain/images/tags";
import { restoreImage, trashImage } from "@/lib/server/domain/trash/trash";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { makeImage } from "@/scripts/testing/studio";
import { addMember, makeTeam } from "@/scripts/testing/team";
import { makePaintedThread } from "@/scripts/testing/thread";

/** Ada's and Bea's images of one team, named by what the tests look for. */
let ada: Actor;
let bea: Actor;
const ids = new Map<string, ImageId>();
const named = (name: string): ImageId => ids.get(name) ?? brandId("");
const namesOf = (images: readonly { id: string }[]) =>
  images.map(({ id }) => [...ids].find(([, known]) => known === id)?.[0] ?? "?");

type Options = { by?: Actor; prompt: string; month: number; isPrivate?: boolean };

async function paint(name: string, { by = ada, prompt, month, isPrivate }: Options) {
  const visibility = isPrivate ? "private" : "workspace";
  const { image, turn } = await makePaintedThread(by, { prompt, visibility, title: "T" });
  await place(name, image.id, month);
  return { imageId: image.id, turn };
}

async function place(name: string, id: string, month: number) {
  ids.set(name, brandId(id));
  const createdAt = new Date(Date.UTC(2026, month - 1, 10, 0, 0, ids.size));
  await db.image.update({ where: { id }, data: { createdAt } });
}

beforeAll(async () => {
  await prepareQueue();
  const team = await makeTeam();
  ada = await addMember(team.id, "member", "Ada Lovelace");
  bea = await addMember(team.id, "member", "Bea");
  await paint("lighthouse", { prompt: "An old lighthouse at dusk", month: 1 });
  const second = await paint("harbour", { prompt: "A harbour in the rain", month: 2 });
  await paint("beas", { by: bea, prompt: "A red lighthouse", month: 3 });
  await paint("hidden", { by: bea, prompt: "A hidden lighthouse", month: 3, isPrivate: true });
  await paint("chinese", { prompt: "悬崖上的灯塔，傍晚", month: 4 });
  await place("upload", (await makeImage(ada, "#123456", { width: 160, height: 90 })).id, 5);
  await place("large", (await makeImage(ada, "#123457", { width: 2100, height: 100 })).id, 5);
  await db.image.update({
    where: { id: second.imageId },
    data: { parentImageId: named("lighthouse") },
  });
  await db.generation.updateMany({
    where: { turnId: second.turn.id },
    data: { modelWords: "I added a BEACON" },
  });
  await db.image.update({ where: { id: second.imageId }, data: { name: "n" } });
  await tagImage(ada, { imageId: named("harbour"), add: ["Poster idea"], remove: [] });
  for (const name of ["harbour", "lighthouse"]) {
    await setFavourite(ada, { imageId: named(name), isFavourite: true }, { clock: systemClock });
  }
});
afterAll(closeDatabase);

const find = async (
  query: string,
  { by = ada, ...more }: { by?: Actor; view?: ImageListView; sort?: ImageListSort } = {},
) => namesOf((await listImages(by, { query, ...more })).images);

test.each([
  ["lighthouse", ["beas", "lighthouse"]],
  ["LIGHT dusk", ["lighthouse"]],
  ['"old lighthouse"', ["lighthouse"]],
  ["lighthouse -red", ["lighthouse"]],
  ['-lighthouse -is:upload -"harbour in"', ["chinese"]],
  ["灯塔", ["chinese"]],
  ["灯", ["chinese"]],
  ["beacon", ["harbour"]],
  ["lovelace harbour", ["harbour"]],
  ["poster", ["harbour"]],
  ["by:me lighthouse", ["lighthouse"]],
  ["by:bea", ["beas"]],
  ['by:"ada love" rain', ["harbour"]],
  ["-by:me", ["beas"]],
  ['tag:"poster IDEA"', ["harbour"]],
  ["tag:poster", []],
  ["-tag:nothing is:upload", ["large", "upload"]],
  ["is:favourite", ["harbour", "lighthouse"]],
  ["is:upload", ["large", "upload"]],
  ["has:parent", ["harbour"]],
  ["shape:16:9", ["upload"]],
  ["shape:3:2 by:me", ["chinese", "harbour", "lighthouse"]],
  ["size:>=2k", ["large"]],
  ["size:160", ["upload"]],
  ["size:<100 by:bea", ["beas"]],
  ["before:2026-02", ["lighthouse"]],
  ["after:2026-05-10", ["large", "upload"]],
  ["after:2026-02 before:2026-04", ["beas", "harbour"]],
  ["model:GPT-image by:bea", ["beas"]],
  ["-model:gpt is:upload", ["large", "upload"]],
  ["shape:round", []],
  ['in:"no such collection"', []],
  ["by:nobody-of-that-name", []],
])("%s finds %j, newest first", async (query, names) => {
  expect(await find(query)).toEqual(names);
});

test("picks of visitors are found by the link's creator alone", async () => {
  const target = { kind: "image", id: named("harbour") };
  const { share } = await createShare(ada, shareCreateBody.parse({ target, preset: "review" }), {
    clock: systemClock,
    origin: "https://studio.example.org",
  });
  expect(await find("is:picked")).toEqual([]);
  await db.sharePick.create({
    data: { shareId: share.id, imageId: named("harbour"), authorKey: "g:1", authorName: "Vera" },
  });
  expect(await find("is:picked")).toEqual(["harbour"]);
  expect(await find("is:picked lighthouse")).toEqual([]);
  expect(await find("-is:picked by:me")).not.toContain("harbour");
  expect(await find("is:picked", { by: bea })).toEqual([]);
});

test("a private image is found by its creator alone", async () => {
  expect(await find("hidden")).toEqual([]);
  expect(await find("hidden", { by: bea })).toEqual(["hidden"]);
  expect(await find("by:bea", { by: bea })).toEqual(["hidden", "beas"]);
});

test.each([
  ["lighthuose", "lighthouse"],
  ["lighthose", "lighthouse"],
  ["lightthouse", "lighthouse"],
  ["lighthouze", "lighthouse"],
  ["lighthuose by:me", "lighthouse by:me"],
])("%s, which nothing matches, is searched as %s, and says so", async (query, corrected) => {
  const found = await listImages(ada, { query });
  expect(found.corrected).toBe(corrected);
  expect(namesOf(found.images)).toContain("lighthouse");
});

test("a word of a private image corrects nothing for others", async () => {
  expect((await listImages(ada, { query: "hiden" })).corrected).toBeNull();
  expect((await listImages(bea, { query: "hiden" })).corrected).toBe("hidden");
});

test("a corrected search goes on as corrected, page by page", async () => {
  const first = await listImages(ada, { query: "lighthuose", limit: 1 });
  const second = await listImages(ada, {
    query: "lighthuose",
    limit: 1,
    cursor: first.nextCursor ?? "",
  });
  expect(namesOf([...first.images, ...second.images])).toEqual(["beas", "lighthouse"]);
  expect(second.nextCursor).toBeNull();
});

test("views and orders", async () => {
  const all = ["large", "upload", "chinese", "beas", "harbour", "lighthouse"];
  expect(await find("")).toEqual(all);
  expect(await find("", { sort: "oldest" })).toEqual(all.toReversed());
  expect(await find("lighthouse", { sort: "oldest" })).toEqual(["lighthouse", "beas"]);
  expect(await find("", { view: "mine" })).toEqual(all.filter((name) => name !== "beas"));
  expect(await find("", { view: "uploads" })).toEqual(["large", "upload"]);
  expect(await find("", { view: "favourites" })).toEqual(["harbour", "lighthouse"]);
  // The mark on the older one is newer.
  expect(await find("", { view: "favourites", sort: "favourited" })).toEqual([
    "lighthouse",
    "harbour",
  ]);
  expect(await find("", { view: "favourites", by: bea })).toEqual([]);
  await expect(listImages(ada, { sort: "manual" })).rejects.toThrow("invalid_field");
});

test("pages follow each other in every order, each image once", async () => {
  for (const [view, sort] of [
    ["all", "newest"],
    ["all", "oldest"],
    ["mine", "oldest"],
    ["favourites", "favourited"],
  ] as const) {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listImages(ada, { view, sort, limit: 1, cursor });
      seen.push(...namesOf(page.images));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(await find("", { view, sort }));
  }
});

test("an image in a list has what the wall and a program need", async () => {
  const { images } = await listImages(ada, { query: "rain" });
  expect(images).toMatchObject([
    {
      id: named("harbour"),
      width: 60,
      height: 40,
      createdBy: { id: ada.userId, name: "Ada Lovelace" },
      prompt: "A harbour in the rain",
      model: "gpt-image-2-vip",
      isOwn: true,
      isFavourite: true,
      tags: [{ name: "Poster idea" }],
      trashedAt: null,
    },
  ]);
  const [forBea] = (await listImages(bea, { query: "rain" })).images;
  expect(forBea).toMatchObject({ isOwn: false, isFavourite: false });
});

test("months and buckets agree with the list, for every view and search", async () => {
  for (const by of [ada, bea]) {
    for (const view of ["all", "mine", "uploads", "favourites", "trash"] as const) {
      for (const query of ["", "lighthouse", "is:upload"]) {
        const listed = (await listImages(by, { view, query, limit: 200 })).images;
        const { months } = await countByMonth(by, { view, query });
        const buckets = await Promise.all(
          months.map(({ month }) => readBucket(by, { view, query, month })),
        );
        expect(buckets.flatMap((bucket) => bucket.ids)).toEqual(listed.map(({ id }) => id));
        expect(months.map(({ count }) => count)).toEqual(buckets.map((it) => it.ids.length));
      }
    }
  }
});

test("a bucket has a column per fact, from any place of the month on", async () => {
  const bucket = await readBucket(ada, { month: "2026-05" });
  expect(bucket).toMatchObject({
    ids: [named("large"), named("upload")],
    ratios: [21, 1.7778],
    favourites: [0, 0],
    own: [1, 1],
    times: [Date.UTC(2026, 4, 10, 0, 0, 7), Date.UTC(2026, 4, 10, 0, 0, 6)],
  });
  expect(bucket.thumbhashes.every((hash) => hash.length > 10)).toBe(true);
  expect(bucket.stacks).toEqual([1, 2]);
  expect((await readBucket(ada, { month: "2026-05", skip: 1 })).ids).toEqual([named("upload")]);
  const oldest = await readBucket(ada, { month: "2026-05", sort: "oldest" });
  expect(oldest.ids).toEqual(bucket.ids.toReversed());
  expect((await readBucket(bea, { month: "2026-05" })).own).not.toContain(1);
  expect((await readBucket(ada, { month: "2020-01" })).ids).toEqual([]);
});

test("captions of images that the caller may see, in the trash only to those who may restore them", async () => {
  const wanted = ["harbour", "hidden"].map(named);
  const captionsFor = async (by: Actor) =>
    namesOf((await listCaptions(by, { ids: wanted })).captions).toSorted();
  expect(await captionsFor(ada)).toEqual(["harbour"]);
  expect(await captionsFor(bea)).toEqual(["harbour", "hidden"]);
  await trashImage(ada, named("harbour"), { clock: systemClock });
  expect(await captionsFor(ada)).toEqual(["harbour"]);
  expect(await captionsFor(bea)).toEqual(["hidden"]);
  await restoreImage(ada, named("harbour"));
  const { captions } = await listCaptions(ada, { ids: [named("harbour")] });
  expect(captions).toEqual([{ id: named("harbour"), caption: "n" }]);
});

test("tags: one per name whatever its case, listed to those who see an image with it", async () => {
  await tagImage(bea, { imageId: named("hidden"), add: ["Secret", "secret"], remove: [] });
  const { tags } = await tagImage(bea, {
    imageId: named("beas"),
    add: ["POSTER IDEA", "red"],
    remove: [],
  });
  expect(tags.map(({ name }) => name)).toEqual(["Poster idea", "red"]);
  const listed = async (by: Actor) => (await listTags(by)).tags.map(({ name }) => name);
  expect(await listed(ada)).toEqual(["Poster idea", "red"]);
  expect(await listed(bea)).toEqual(["Poster idea", "red", "Secret"]);
  await tagImage(bea, { imageId: named("beas"), add: [], remove: ["RED", "poster idea"] });
  expect(await listed(ada)).toEqual(["Poster idea"]);
});

test("what is in the trash is found there alone, by the time it went there", async () => {
  const clock = { now: () => new Date("2027-01-02T00:00:00Z") };
  const { imageId } = await paint("gone", { prompt: "A gone lighthouse", month: 6 });
  await trashImage(ada, brandId(imageId), { clock });
  expect(await find("gone")).toEqual([]);
  expect(await find("gone", { view: "trash" })).toEqual(["gone"]);
  expect(await find("gone", { view: "trash", by: bea })).toEqual([]);
  expect((await countByMonth(ada, { view: "trash" })).months).toEqual([
    { month: "2027-01", count: 1, tiles: 1 },
  ]);
  expect((await readBucket(ada, { view: "trash", month: "2027-01" })).ids).toEqual([imageId]);
  expect((await countByMonth(bea, { view: "trash" })).months).toEqual([]);
  expect((await readBucket(bea, { view: "trash", month: "2027-01" })).ids).toEqual([]);
});
