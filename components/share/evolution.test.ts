import { expect, test } from "vitest";
import { endBelow, framesTo } from "@/components/share/evolution";
import type { ImageId, TurnId } from "@/lib/contracts/ids";
import type { SharedImage, SharedStep } from "@/lib/contracts/share-view";

const imageIds = (...names: string[]) => names as ImageId[];
const turn = (name: string) => name as TurnId;

function step(id: string, parentId: string | null, images: string[], underWay = 0) {
  return {
    id: turn(id),
    parentId: parentId === null ? null : turn(parentId),
    imageIds: imageIds(...images),
    instruction: id,
    by: null,
    createdAt: "2026-11-30T10:00:00.000Z",
    baseImageId: null,
    referenceIds: [],
    underWay,
  } satisfies SharedStep;
}

const steps = [
  step("dusk", null, ["d1", "d2"]),
  step("night", "dusk", ["n1"]),
  step("words only", "night", []),
  step("snow", "words only", ["s1"]),
  step("dawn", "dusk", ["w1"]),
  step("boat", "snow", [], 1),
];
const parents: Record<string, string> = { n1: "d2", s1: "n1", w1: "d1" };
const find = (imageId: ImageId | null) =>
  imageId === null ? null : image(imageId, (parents[imageId] ?? null) as ImageId | null);

function image(id: ImageId, parentId: ImageId | null): SharedImage {
  const size = { width: 3, height: 2, thumbhash: "" };
  return { id, parentId, ...size, alt: id, createdAt: "", prompt: null, settings: null, by: null };
}

const shown = (id: string, chosen?: Map<TurnId, ImageId>) => {
  const last = steps.find((one) => one.id === id);
  return last && framesTo(last, steps, find, chosen).map((frame) => frame.image?.id ?? "…");
};

test("a path shows of each step the picture that it went on from", () => {
  expect(shown("snow")).toEqual(["d2", "n1", "s1"]);
  expect(shown("dawn")).toEqual(["d1", "w1"]);
});

test("a version under way ends the path, and a step in words alone is left out", () => {
  expect(shown("boat")).toEqual(["d2", "n1", "s1", "…"]);
});

test("another picture of a step can be shown instead", () => {
  const [first] = imageIds("d1");
  expect(shown("night", new Map(first ? [[turn("dusk"), first]] : []))).toEqual(["d1", "n1"]);
});

test("a path through a step goes on along its newest branch", () => {
  const [dusk] = steps;
  expect(dusk && endBelow(steps, dusk).id).toBe("dawn");
});
