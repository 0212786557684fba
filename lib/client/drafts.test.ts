import { beforeEach, expect, test, vi } from "vitest";
import {
  type Draft,
  type DraftBase,
  draftKey,
  type DraftScope,
  type DraftTarget,
  loadDraft,
  NO_DRAFT,
  saveDraft,
  withoutSent,
  withUnsent,
} from "@/lib/client/drafts";
import { clearUnsent } from "@/lib/client/clear-unsent";
import { id, image, turn } from "@/lib/client/fold-event.fixtures";
import type { ThreadId, TurnId, UserId } from "@/lib/contracts/ids";

const T = id<ThreadId>("t");
const ada = id<UserId>("ada");
const here: DraftScope = { userId: ada, threadId: T };
const newHere: DraftScope = { userId: ada, threadId: null };
const base: DraftBase = { image: image("bay"), turnId: id<TurnId>("t1"), label: "a bay" };
const empty: Draft = { ...NO_DRAFT, target: { kind: "newest", base: null } };
const draft: Draft = {
  ...empty,
  text: "make it night",
  references: [image("one")],
  target: { kind: "picture", base },
};
const target: DraftTarget = { kind: "none" };

const stored = new Map<string, string>();
beforeEach(() => {
  stored.clear();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
});

test("each thread and the new thread have their own draft", () => {
  saveDraft(here, draft);
  saveDraft(newHere, { ...NO_DRAFT, settings: turn("x", null).settings });
  expect(loadDraft(here)).toEqual(draft);
  expect(loadDraft(newHere)?.settings?.shape).toBe("3:2");
  expect(loadDraft({ ...here, threadId: id<ThreadId>("other") })).toBeNull();
  expect(loadDraft({ ...here, userId: id<UserId>("bob") })).toBeNull();
});

test("saving an empty draft deletes it", () => {
  saveDraft(here, draft);
  saveDraft(here, empty);
  expect(stored.size).toBe(0);
});

test("data in another format is not a draft", () => {
  for (const text of ["{", "null", "7", '{"text":"a"}', '{"text":1,"references":[]}']) {
    stored.set(draftKey(here), text);
    expect(loadDraft(here)).toBeNull();
  }
});

test("loading and saving do not throw without storage", () => {
  const refuse = () => {
    throw new DOMException("no", "QuotaExceededError");
  };
  vi.stubGlobal("localStorage", { getItem: refuse, setItem: refuse, removeItem: refuse });
  expect(() => saveDraft(here, draft)).not.toThrow();
  expect(loadDraft(here)).toBeNull();
});

test("withUnsent puts pending text before newer text and merges pictures without duplicates", () => {
  const since = { ...draft, text: "and a boat", references: [image("one"), image("two")] };
  const whole = withUnsent(since, [
    { text: "first", references: [image("zero")], target },
    { text: "second", references: [image("one")], target: { kind: "picture", base } },
  ]);
  expect(whole.target).toBe(target);
  expect(whole.text).toBe("first\n\nsecond\n\nand a boat");
  expect(whole.references.map(({ name }) => name)).toEqual(["zero", "one", "two"]);
  expect(withUnsent(empty, [{ text: "only", references: [], target }]).text).toBe("only");
});

test("withUnsent without pending text changes nothing", () => {
  expect(withUnsent({ ...draft, text: "  " }, []).text).toBe("  ");
});

test("withUnsent keeps no more pictures than the limit", () => {
  const many = Array.from({ length: 20 }, (_, index) => image(`picture ${index}`));
  expect(withUnsent(empty, [{ text: "a", references: many, target }]).references).toHaveLength(16);
});

test("withoutSent removes the sent text and nothing else", () => {
  expect(withoutSent(" make it night\n", "make it night")).toBe("");
  expect(withoutSent("make it night\n\nand a boat", "make it night")).toBe("and a boat");
  expect(withoutSent("first\n\nmake it\n\nnight\n\nlast", "make it\n\nnight")).toBe(
    "first\n\nlast",
  );
  expect(withoutSent("make it night and day", "make it night")).toBeNull();
  expect(withoutSent("", "make it night")).toBeNull();
});

test("signing out deletes drafts and pending sends and nothing else", () => {
  saveDraft(here, draft);
  const kept = { "pentimento.presses.t": "[]", "pentimento.notify": "on" };
  vi.stubGlobal("localStorage", {
    ...kept,
    ...Object.fromEntries(stored),
    removeItem: (key: string) => stored.delete(key) || Reflect.deleteProperty(localStorage, key),
  });
  clearUnsent();
  expect(stored.size).toBe(0);
  expect(Object.keys(localStorage)).toContain("pentimento.notify");
  expect(Object.keys(localStorage)).not.toContain("pentimento.presses.t");
});

test("a draft without text is not stored unless it has set another one aside", () => {
  saveDraft(here, { ...empty, settings: turn("x", null).settings });
  expect(stored.size).toBe(0);
  saveDraft(here, { ...empty, aside: { ...draft } });
  expect(loadDraft(here)?.aside?.target).toEqual({ kind: "picture", base });
});
