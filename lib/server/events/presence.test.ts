import { expect, test } from "vitest";
import type { ThreadId, UserId } from "@/lib/contracts/ids";
import { PRESENCE_LASTS_MS } from "@/lib/contracts/presence-beat";
import { PresenceBoard } from "@/lib/server/events/presence";

const a = "thread a" as ThreadId;
const b = "thread b" as ThreadId;
const person = (name: string) => name as UserId;
const tab = (name: string, streamId = `${name}'s tab`) => ({ userId: person(name), streamId });
const here = (name: string, threadId = a, streamId?: string) => ({
  kind: "here" as const,
  threadId,
  name,
  ...tab(name, streamId),
});
const namesSeen = (board: PresenceBoard, from: ReturnType<typeof tab>, now = 0) =>
  board.seenFrom(from, now)?.people.map(({ name }) => name) ?? null;

test("people in the same thread see each other and not themselves", () => {
  const board = new PresenceBoard();
  expect(board.apply(here("Ada"), 0)).toBe(true);
  expect(board.apply(here("Eve"), 0)).toBe(true);
  expect(board.apply(here("Ida", b), 0)).toBe(true);
  expect(namesSeen(board, tab("Ada"))).toEqual(["Eve"]);
  expect(namesSeen(board, tab("Ida"))).toEqual([]);
  expect(namesSeen(board, tab("Nobody"))).toBeNull();
});

test("two tabs count as one person, who is there until the last tab leaves", () => {
  const board = new PresenceBoard();
  board.apply(here("Ada"), 0);
  board.apply(here("Eve", a, "laptop"), 0);
  board.apply(here("Eve", a, "phone"), 0);
  expect(namesSeen(board, tab("Ada"))).toEqual(["Eve"]);
  board.apply({ kind: "left", threadId: null, ...tab("Eve", "phone") }, 0);
  expect(namesSeen(board, tab("Ada"))).toEqual(["Eve"]);
  board.apply({ kind: "left", threadId: null, ...tab("Eve", "laptop") }, 0);
  expect(namesSeen(board, tab("Ada"))).toEqual([]);
});

test("a repeated note notifies nobody and extends the entry", () => {
  const board = new PresenceBoard();
  board.apply(here("Ada"), 0);
  board.apply(here("Eve"), 0);
  const later = PRESENCE_LASTS_MS - 1;
  expect(board.apply(here("Eve"), later)).toBe(false);
  board.apply(here("Ada"), later);
  expect(namesSeen(board, tab("Ada"), PRESENCE_LASTS_MS)).toEqual(["Eve"]);
});

test("an entry that is not repeated expires, and the next note reports the change", () => {
  const board = new PresenceBoard();
  board.apply(here("Eve"), 0);
  board.apply(here("Ada"), 1);
  expect(board.apply(here("Ada"), PRESENCE_LASTS_MS)).toBe(true);
  expect(namesSeen(board, tab("Ada"), PRESENCE_LASTS_MS)).toEqual([]);
});

test('a late "left" for one thread does not remove the tab from the next', () => {
  const board = new PresenceBoard();
  board.apply(here("Ada", b), 0);
  board.apply(here("Eve", a), 0);
  board.apply(here("Eve", b), 0);
  expect(board.apply({ kind: "left", threadId: a, ...tab("Eve") }, 0)).toBe(false);
  expect(namesSeen(board, tab("Ada"))).toEqual(["Eve"]);
});

test("a person cannot act for another person's tab", () => {
  const board = new PresenceBoard();
  board.apply(here("Ada"), 0);
  board.apply(here("Eve"), 0);
  board.apply({ kind: "left", threadId: null, userId: person("Mal"), streamId: "Eve's tab" }, 0);
  expect(namesSeen(board, tab("Ada"))).toEqual(["Eve"]);
});

test("a thread that became private shows nobody", () => {
  const board = new PresenceBoard();
  board.apply(here("Ada"), 0);
  board.apply(here("Eve"), 0);
  expect(board.apply({ kind: "cleared", threadId: a }, 0)).toBe(true);
  expect(namesSeen(board, tab("Ada"))).toBeNull();
});
