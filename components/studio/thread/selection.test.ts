import { expect, test } from "vitest";
import type { GenerationView } from "@/lib/contracts/generations";
import type { ImageId, TurnId } from "@/lib/contracts/ids";
import type { ThreadPage } from "@/lib/contracts/threads";
import type { TurnView } from "@/lib/contracts/turns";
import {
  branchPage,
  endOf,
  forkAt,
  nearestFork,
  newestOf,
  parentTurnOf,
  picturesOf,
  selectPicture,
  withEarlier,
} from "./selection";

/** Only the fields that the functions under test read. */
const turn = (
  id: string,
  parentTurnId: string | null,
  ...generations: Partial<GenerationView>[]
): TurnView => ({ id, parentTurnId, generations }) as unknown as TurnView;
const done = (id: string, createdAt = "2030-01-01T00:00:00Z", state = "succeeded") =>
  ({ state, images: [{ id, state: "kept", createdAt }] }) as unknown as GenerationView;
const waiting = { state: "sent", images: [] } as unknown as GenerationView;
const page = (path: TurnView[], siblings: Record<string, string[]> = {}): ThreadPage =>
  ({ path, siblings, hasEarlier: false, asOfSeq: "9" }) as unknown as ThreadPage;

const newest = { kind: "newest" } as const;
const choose = (imageId: string) => ({ kind: "picture", imageId: imageId as ImageId }) as const;

test("the newest turn that has a picture is selected by default", () => {
  const path = [turn("a", null, done("A")), turn("b", "a", done("B")), turn("c", "b", waiting)];
  expect(selectPicture(path, newest)?.image.id).toBe("B");
  expect(parentTurnOf(path, selectPicture(path, newest), newest)).toBe("b");
});

test("the first variation to arrive stays selected as the others come in", () => {
  const first = turn("a", null, waiting, done("A2", "2030-01-01T00:00:01Z"));
  const later = turn(
    "a",
    null,
    done("A1", "2030-01-01T00:00:05Z"),
    done("A2", "2030-01-01T00:00:01Z"),
  );
  expect(selectPicture([first], newest)?.image.id).toBe("A2");
  expect(selectPicture([later], newest)?.image.id).toBe("A2");
});

test("a chosen picture stays selected, and the newest is selected when it is not on the path", () => {
  const path = [turn("a", null, done("A")), turn("b", "a", done("B"))];
  expect(selectPicture(path, choose("A"))?.turn.id).toBe("a");
  expect(selectPicture(path, choose("elsewhere"))?.image.id).toBe("B");
  expect(selectPicture(path, { kind: "none" })).toBeNull();
  expect(parentTurnOf(path, null, { kind: "none" })).toBe("b");
});

test("the turn after a model's question answers it and refines the same picture", () => {
  const asking: Partial<GenerationView> = {
    state: "failed",
    failureCode: "no_image",
    modelWords: "Which colour?",
    images: [],
  };
  const path = [turn("a", null, done("A")), turn("b", "a", asking)];
  const selected = selectPicture(path, newest);
  expect(selected?.image.id).toBe("A");
  expect(parentTurnOf(path, selected, newest)).toBe("b");
  // An explicitly chosen picture wins over the question.
  expect(parentTurnOf(path, selected, choose("A"))).toBe("a");
  const refused = [turn("a", null, done("A")), turn("b", "a", { ...asking, modelWords: null })];
  expect(parentTurnOf(refused, selected, newest)).toBe("a");
});

test("a picture that arrived after its cancellation is not selectable", () => {
  const path = [turn("a", null, done("A", undefined, "cancelled"))];
  expect(picturesOf(path)).toEqual([]);
  expect(selectPicture(path, newest)).toBeNull();
});

test("a fork has a position and neighbours, and the keys act on the nearest one", () => {
  const path = [turn("a", null), turn("b2", "a"), turn("c", "b2")];
  const forked = page(path, { b2: ["b1", "b2", "b3"] });
  expect(forkAt(forked, "b2" as TurnId)).toEqual({
    position: 2,
    count: 3,
    previous: "b1",
    next: "b3",
  });
  expect(forkAt(forked, "a" as TurnId)).toBeNull();
  expect(nearestFork(forked, "c" as TurnId)?.position).toBe(2);
  expect(nearestFork(forked, "a" as TurnId)?.position).toBe(2);
  expect(nearestFork(page(path), null)).toBeNull();
});

test("two siblings are a fork, and a turn alone is none", () => {
  const forked = page([turn("a", null), turn("b2", "a")], { a: ["a"], b2: ["b1", "b2"] });
  const fork = { position: 2, count: 2, previous: "b1", next: null };
  expect(forkAt(forked, "b2" as TurnId)).toEqual(fork);
  expect(nearestFork(forked, "a" as TurnId)).toEqual(fork);
  expect(forkAt(forked, "a" as TurnId)).toBeNull();
});

test("earlier turns are prepended without duplicates", () => {
  const now = page([turn("c", "b"), turn("d", "c")], { d: ["d", "e"] });
  const before = { ...page([turn("a", null), turn("b", "a"), turn("c", "b")]), hasEarlier: true };
  const joined = withEarlier(now, before);
  expect(joined.path.map(({ id }) => id)).toEqual(["a", "b", "c", "d"]);
  expect(joined).toMatchObject({ hasEarlier: true, siblings: { d: ["d", "e"] } });
});

test("a branch keeps the turns above it and knows its siblings", () => {
  const path = [turn("a", null), turn("b", "a"), turn("c", "b")];
  const branched = branchPage(page(path), turn("x", "a"));
  expect(branched.path.map(({ id }) => id)).toEqual(["a", "x"]);
  expect(branched.siblings).toEqual({ x: ["b", "x"] });
  const root = branchPage(page(path, { a: ["a", "z"] }), turn("y", null));
  expect(root.path.map(({ id }) => id)).toEqual(["y"]);
  expect(root.siblings).toEqual({ y: ["a", "z", "y"] });
  expect(branchPage(page(path), turn("d", "c")).siblings).toEqual({});
});

test("an optimistic turn is never the parent of another", () => {
  const path = [turn("a", null), turn("sending:key", "a")];
  expect(endOf(path)?.id).toBe("a");
  expect(parentTurnOf(path, null, newest)).toBe("a");
  expect(parentTurnOf([turn("sending:key", null)], null, newest)).toBeNull();
});

test("pictures in the trash, and those deleted for good, are not among a path's pictures", () => {
  const gone = ["trashed", "purged"].map(
    (state) =>
      ({ state: "succeeded", images: [{ id: state, state }] }) as unknown as GenerationView,
  );
  expect(picturesOf([turn("a", null, ...gone, done("A"))]).map(({ image }) => image.id)).toEqual([
    "A",
  ]);
});

test("the newest turns of a page are the last three with a picture or a plate", () => {
  const failed = {
    state: "failed",
    images: [],
    finishedAt: "2030-01-01",
  } as unknown as GenerationView;
  const plate = { ...waiting, finishedAt: null };
  const path = [
    turn("a", null, done("A")),
    turn("b", "a", done("B")),
    turn("c", "b", failed),
    turn("d", "c", done("D")),
    turn("e", "d", plate),
  ];
  const shown = newestOf({ ...page(path), hasEarlier: true });
  expect(shown.path.map(({ id }) => id)).toEqual(["b", "c", "d", "e"]);
  expect(shown.hasEarlier).toBe(false);
});

test("a page that fits a screen is shown whole", () => {
  const short = {
    ...page([turn("a", null, done("A")), turn("b", "a", done("B"))]),
    hasEarlier: true,
  };
  expect(newestOf(short)).toBe(short);
});
