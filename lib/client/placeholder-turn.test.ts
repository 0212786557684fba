import { expect, test } from "vitest";
import { id, page, turn } from "@/lib/client/fold-event.fixtures";
import { append, remove, replace, toPlaceholder } from "@/lib/client/placeholder-turn";
import type { ThreadId, TurnId, UserId } from "@/lib/contracts/ids";
import type { TurnCreateBody } from "@/lib/contracts/turns";

const look = {
  user: { id: id<UserId>("me"), name: "Me" },
  base: null,
  references: [],
  offer: undefined,
  isSandbox: true,
};

function body(key: string, parent: string | null, change: Partial<TurnCreateBody> = {}) {
  const { settings } = turn("x", null);
  return {
    threadId: id<ThreadId>("t"),
    parentTurnId: parent === null ? null : id<TurnId>(parent),
    baseImageId: null,
    prompt: "make it night",
    settings,
    systemInstruction: "",
    referenceIds: [],
    idempotencyKey: key,
    ...change,
  } satisfies TurnCreateBody;
}

const start = page([turn("a", null), turn("b", "a")]);
const idsOf = ({ path }: { path: { id: string }[] }) => path.map((one) => one.id);

test("a placeholder has one queued generation per variation", () => {
  const settings = { ...turn("x", null).settings, variations: 3 };
  const made = toPlaceholder(body("k", "b", { settings }), look);
  expect(made.generations.map(({ state, position }) => [state, position])).toEqual([
    ["queued", 0],
    ["queued", 1],
    ["queued", 2],
  ]);
  expect(new Set(made.generations.map((one) => one.id)).size).toBe(3);
});

test("a placeholder is appended only to a path that it extends", () => {
  const made = toPlaceholder(body("k", "b"), look);
  expect(idsOf(append(start, made))).toEqual(["a", "b", "sending:k"]);
  const elsewhere = toPlaceholder(body("k", "a"), look);
  expect(append(start, elsewhere)).toBe(start);
});

test("two placeholders under the same turn both wait at the end", () => {
  const first = toPlaceholder(body("k1", "b"), look);
  const second = toPlaceholder(body("k2", "b"), look);
  expect(idsOf(append(append(start, first), second))).toEqual([
    "a",
    "b",
    "sending:k1",
    "sending:k2",
  ]);
});

test("the reply replaces the placeholder", () => {
  const made = toPlaceholder(body("k", "b"), look);
  const replied = replace(append(start, made), made, turn("c", "b"));
  expect(idsOf(replied)).toEqual(["a", "b", "c"]);
});

test("a turn that its event has already added stays", () => {
  const made = toPlaceholder(body("k", "b"), look);
  const known = page([...start.path, turn("c", "b", { prompt: "from the event" })]);
  expect(replace(known, made, turn("c", "b"))).toBe(known);
  const both = append(known, { ...made, parentTurnId: id<TurnId>("c") });
  const settled = replace(both, made, turn("c", "b"));
  expect(idsOf(settled)).toEqual(["a", "b", "c"]);
  expect(settled.path[2]?.prompt).toBe("from the event");
});

test("a failure restores the page", () => {
  const made = toPlaceholder(body("k", "b"), look);
  expect(remove(append(start, made), made)).toEqual(start);
});
