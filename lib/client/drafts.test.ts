import { beforeEach, expect, test, vi } from "vitest";
import { type Draft, loadDraft, saveDraft, withoutSent, withUnsent } from "@/lib/client/drafts";
import { id, image, turn } from "@/lib/client/fold-event.fixtures";
import type { ThreadId } from "@/lib/contracts/ids";

const T = id<ThreadId>("t");
const empty: Draft = { text: "", references: [], settings: null, systemInstruction: null };
const draft: Draft = { ...empty, text: "make it night", references: [image("one")] };

const stored = new Map<string, string>();
beforeEach(() => {
  stored.clear();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
});

test("each thread and the new one keep their own", () => {
  saveDraft(T, draft);
  saveDraft(null, { ...empty, settings: turn("x", null).settings });
  expect(loadDraft(T)).toEqual(draft);
  expect(loadDraft(null)?.settings?.shape).toBe("3:2");
  expect(loadDraft(id<ThreadId>("other"))).toBeNull();
});

test("an empty draft is forgotten", () => {
  saveDraft(T, draft);
  saveDraft(T, empty);
  expect(stored.size).toBe(0);
});

test("what another version wrote, or nobody, is no draft", () => {
  for (const text of ["{", "null", "7", '{"text":"a"}', '{"text":1,"references":[]}']) {
    stored.set("pentimento.draft.t", text);
    expect(loadDraft(T)).toBeNull();
  }
});

test("a browser that keeps nothing stops nobody", () => {
  const refuse = () => {
    throw new DOMException("no", "QuotaExceededError");
  };
  vi.stubGlobal("localStorage", { getItem: refuse, setItem: refuse, removeItem: refuse });
  expect(() => saveDraft(T, draft)).not.toThrow();
  expect(loadDraft(T)).toBeNull();
});

test("what is on its way stands before what was typed since, its pictures once each", () => {
  const since = { ...draft, text: "and a boat", references: [image("one"), image("two")] };
  const whole = withUnsent(since, [
    { text: "first", references: [image("zero")] },
    { text: "second", references: [image("one")] },
  ]);
  expect(whole.text).toBe("first\n\nsecond\n\nand a boat");
  expect(whole.references.map(({ name }) => name)).toEqual(["zero", "one", "two"]);
  expect(withUnsent(empty, [{ text: "only", references: [] }]).text).toBe("only");
});

test("with nothing on its way the text stays to the letter", () => {
  expect(withUnsent({ ...draft, text: "  " }, []).text).toBe("  ");
});

test("more pictures than may go along are not kept", () => {
  const many = Array.from({ length: 20 }, (_, index) => image(`picture ${index}`));
  expect(withUnsent(empty, [{ text: "a", references: many }]).references).toHaveLength(16);
});

test("words that were sent after all leave the text, and nothing else does", () => {
  expect(withoutSent(" make it night\n", "make it night")).toBe("");
  expect(withoutSent("make it night\n\nand a boat", "make it night")).toBe("and a boat");
  expect(withoutSent("first\n\nmake it\n\nnight\n\nlast", "make it\n\nnight")).toBe(
    "first\n\nlast",
  );
  expect(withoutSent("make it night and day", "make it night")).toBeNull();
  expect(withoutSent("", "make it night")).toBeNull();
});
