import { expect, test } from "vitest";
import type { ImageId, TurnId } from "@/lib/contracts/ids";
import { CONTINUED_STEPS_MAX } from "@/lib/contracts/share-choices";
import type { ShareData, SharedImage, SharedStep } from "@/lib/contracts/share-view";
import { brandId } from "@/lib/server/domain/brand";
import { pathTo } from "@/lib/server/domain/shares/continue-path";

const NOTHING = { isUpload: () => false, referencesOf: () => [] };
const idOf = (name: string) => brandId<ImageId>(name);

function image(name: string, parent: string | null = null): SharedImage {
  return {
    id: idOf(name),
    width: 3,
    height: 2,
    thumbhash: "",
    alt: "",
    createdAt: "2026-01-01T00:00:00.000Z",
    parentId: parent === null ? null : idOf(parent),
    prompt: `words of ${name}`,
    settings: null,
    by: null,
  };
}

function step(name: string, parent: string | null, images: string[], base: string | null = null) {
  return {
    id: brandId<TurnId>(name),
    parentId: parent === null ? null : brandId<TurnId>(parent),
    baseImageId: base === null ? null : idOf(base),
    imageIds: images.map(idOf),
    referenceIds: [],
    instruction: name,
    by: null,
    underWay: 0,
    createdAt: "2026-01-01T00:00:00.000Z",
  } satisfies SharedStep;
}

function data(kind: ShareData["kind"], images: SharedImage[], more: Partial<ShareData> = {}) {
  return {
    version: "",
    kind,
    title: null,
    isLive: false,
    workspace: null,
    expiresAt: null,
    mayComment: false,
    mayContinue: true,
    downloads: "off",
    shows: { prompts: true, references: false, settings: false, names: false },
    by: null,
    images,
    others: [],
    steps: [],
    description: "",
    ...more,
  } satisfies ShareData;
}

const namesOf = (found: ReturnType<typeof pathTo>) => found.map((one) => one.image.id);

test("a thread's path has the image that each version refined, and no branches beside it", () => {
  const steps = [
    step("one", null, ["a", "b"]),
    step("aside", "one", ["x"], "a"),
    step("two", "one", ["c", "d"], "b"),
    step("under way", "two", [], "c"),
    step("three", "under way", ["e"], "c"),
  ];
  const shown = data(
    "thread",
    ["a", "b", "x", "c", "d", "e"].map((name) => image(name)),
    { steps },
  );
  expect(namesOf(pathTo(shown, idOf("e"), NOTHING))).toEqual(["b", "c", "e"]);
  expect(namesOf(pathTo(shown, idOf("d"), NOTHING))).toEqual(["b", "d"]);
  expect(pathTo(shown, idOf("e"), NOTHING).map(({ instruction }) => instruction)).toEqual([
    "one",
    "two",
    "three",
  ]);
});

test("a wall's path follows what the link shows, to an upload, and never in a circle", () => {
  const shown = data("collection", [image("c", "b"), image("b", "a")], { others: [image("a")] });
  expect(namesOf(pathTo(shown, idOf("c"), NOTHING))).toEqual(["a", "b", "c"]);
  const fromUpload = { ...NOTHING, isUpload: (id: ImageId) => id === idOf("a") };
  const path = pathTo(shown, idOf("c"), fromUpload);
  expect(namesOf(path)).toEqual(["b", "c"]);
  expect(path[0]?.baseId).toBe(idOf("a"));
  const circle = data("collection", [image("a", "b"), image("b", "a")]);
  expect(namesOf(pathTo(circle, idOf("a"), NOTHING))).toEqual(["b", "a"]);
});

test("an image that is shown only with others has no path", () => {
  const shown = data("image", [image("b", "a")], { others: [image("a")] });
  expect(pathTo(shown, idOf("a"), NOTHING)).toEqual([]);
  expect(pathTo(shown, idOf("elsewhere"), NOTHING)).toEqual([]);
});

test("a long path is cut at its beginning", () => {
  const names = Array.from({ length: CONTINUED_STEPS_MAX + 5 }, (_, index) => `v${index}`);
  const images = names.map((name, index) => image(name, names[index - 1] ?? null));
  const path = pathTo(data("collection", images), idOf(names.at(-1) ?? ""), NOTHING);
  expect(path).toHaveLength(CONTINUED_STEPS_MAX);
  expect(path.at(-1)?.image.id).toBe(names.at(-1));
});
