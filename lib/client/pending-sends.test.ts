import { beforeEach, expect, test, vi } from "vitest";
import { CallError } from "@/lib/client/call";
import { draft, id } from "@/lib/client/fold-event.fixtures";
import { PendingSends } from "@/lib/client/pending-sends";
import type { ThreadId, TurnId } from "@/lib/contracts/ids";
import type { Problem } from "@/lib/contracts/problems";
import type { TurnDraft } from "@/lib/contracts/turns";

const T = id<ThreadId>("t");
const lost = new CallError("offline", null);
const refusal = (status: number) => new CallError("internal", { status } as Problem);

const stored = new Map<string, string>();
beforeEach(() => {
  stored.clear();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
});

function failed(pendingSends: PendingSends, error: unknown, change: Partial<TurnDraft> = {}) {
  const body = pendingSends.begin({ ...draft, ...change });
  pendingSends.failed(body, error);
  return body.idempotencyKey;
}

test("sending again after a lost reply reuses the idempotency key, also after a reload", () => {
  const pendingSends = new PendingSends(T);
  const key = failed(pendingSends, lost);
  expect(failed(pendingSends, refusal(502))).toBe(key);
  const reordered = Object.fromEntries(Object.entries(draft.settings).toReversed());
  const again = new PendingSends(T);
  const settings = reordered as TurnDraft["settings"];
  expect(again.begin({ ...draft, settings }).idempotencyKey).toBe(key);
});

test.each([499, 500])(
  "after status %i a send keeps its key only if the server failed",
  (status) => {
    const pendingSends = new PendingSends(T);
    const key = failed(pendingSends, refusal(status));
    expect(pendingSends.begin(draft).idempotencyKey === key).toBe(status === 500);
  },
);

test("of many unanswered sends the newest eight are kept", () => {
  const pendingSends = new PendingSends(T);
  const sent = Array.from({ length: 9 }, (_, n) =>
    failed(pendingSends, lost, { prompt: `version ${n}` }),
  );
  const reloaded = new PendingSends(T);
  expect(sent.map((key) => reloaded.take(key)?.prompt)).toEqual([
    undefined,
    ...Array.from({ length: 8 }, (_, n) => `version ${n + 1}`),
  ]);
});

test("another text, parent or thread, or a refusal, gets a new key", () => {
  const pendingSends = new PendingSends(T);
  const key = failed(pendingSends, lost);
  const others: Partial<TurnDraft>[] = [
    { prompt: "make it day" },
    { parentTurnId: id<TurnId>("b") },
    { settings: { ...draft.settings, variations: 4 } },
  ];
  for (const change of others) {
    expect(pendingSends.begin({ ...draft, ...change }).idempotencyKey).not.toBe(key);
  }
  expect(new PendingSends(null).begin(draft).idempotencyKey).not.toBe(key);
  expect(failed(pendingSends, refusal(422))).toBe(key);
  expect(pendingSends.begin(draft).idempotencyKey).not.toBe(key);
});

test("after a success the same text gets a new key", () => {
  const pendingSends = new PendingSends(T);
  const key = failed(pendingSends, lost);
  pendingSends.done(pendingSends.begin(draft));
  expect(pendingSends.begin(draft).idempotencyKey).not.toBe(key);
  expect(stored.size).toBe(0);
});

test("a turn takes its pending send once, and not while it is being sent again", () => {
  const pendingSends = new PendingSends(T);
  const key = failed(pendingSends, lost);
  const body = pendingSends.begin(draft);
  expect(pendingSends.take(key)).toBeNull();
  pendingSends.failed(body, lost);
  expect(pendingSends.take("another")).toBeNull();
  expect(pendingSends.take(key)?.prompt).toBe("make it night");
  expect(pendingSends.take(key)).toBeNull();
});

test("invalid stored data or missing storage does not throw", () => {
  for (const text of ["{", "7", '[{"idempotencyKey":"k"}]', "[null]"]) {
    stored.set("pentimento.presses.t", text);
    expect(new PendingSends(T).begin(draft).prompt).toBe("make it night");
  }
  const refuse = () => {
    throw new DOMException("no", "QuotaExceededError");
  };
  vi.stubGlobal("localStorage", { getItem: refuse, setItem: refuse, removeItem: refuse });
  const pendingSends = new PendingSends(T);
  const key = failed(pendingSends, lost);
  expect(pendingSends.begin(draft).idempotencyKey).toBe(key);
});
