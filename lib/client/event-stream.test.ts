import { expect, test } from "vitest";
import { openEventStream, type StreamState, waitFor } from "@/lib/client/event-stream";

type Listener = (event: MessageEvent<string>) => void;

class FakeSource {
  isClosed = false;
  readonly #listeners = new Map<string, Listener>();
  constructor(readonly url: string) {}
  addEventListener(name: string, listener: Listener) {
    this.#listeners.set(name, listener);
  }
  close() {
    this.isClosed = true;
  }
  emit(name: string, seq = "", data: unknown = null) {
    const event = new MessageEvent(name, { lastEventId: seq, data: JSON.stringify(data) });
    this.#listeners.get(name)?.(event);
  }
}

function setUp() {
  const sources: FakeSource[] = [];
  const waits: { task: () => void; ms: number; isOff: boolean }[] = [];
  const seen: string[] = [];
  const states: StreamState[] = [];
  const statusRequests: string[] = [];
  const refusal = { isOn: false };
  let resets = 0;
  const stream = openEventStream({
    after: "41",
    onEvent: (seq) => seen.push(seq),
    onReset: () => (resets += 1),
    onState: (state) => states.push(state),
    open: (url) => {
      const source = new FakeSource(url);
      sources.push(source);
      return source;
    },
    schedule: (task, ms) => {
      const wait = { task, ms, isOff: false };
      waits.push(wait);
      return () => (wait.isOff = true);
    },
    random: () => 0,
    newId: () => "s",
    isRefused: async (url) => {
      statusRequests.push(url);
      return refusal.isOn;
    },
  });
  const current = () => sources.at(-1) ?? new FakeSource("none");
  return {
    stream,
    sources,
    waits,
    seen,
    states,
    statusRequests,
    refusal,
    current,
    resets: () => resets,
  };
}

const removed = { kind: "thread.removed", threadId: "t" };

test("it starts after the known event and delivers each event once", () => {
  const { current, seen } = setUp();
  expect(current().url).toBe("/api/events?after=41&stream=s");
  current().emit("change", "42", removed);
  current().emit("change", "42", removed);
  current().emit("change", "43", removed);
  expect(seen).toEqual(["42", "43"]);
});

test("after a cut it resumes from the last event and ignores the old source", () => {
  const { current, waits, seen, states } = setUp();
  const first = current();
  first.emit("open");
  first.emit("change", "42", removed);
  first.emit("error");
  expect(first.isClosed).toBe(true);
  waits[0]?.task();
  expect(current().url).toBe("/api/events?after=42&stream=s");
  first.emit("change", "43", removed);
  expect(seen).toEqual(["42"]);
  current().emit("open");
  expect(states).toEqual(["connecting", "connected", "reconnecting", "connected"]);
});

test("no event is lost or doubled over 100 cuts", () => {
  const { current, waits, seen } = setUp();
  const expected: string[] = [];
  for (let cut = 0; cut < 100; cut++) {
    const from = 42 + cut * 2;
    // The server also repeats the event before the cut, which must not be delivered twice.
    for (const seq of [from - 1, from, from + 1]) current().emit("change", String(seq), removed);
    expected.push(String(from), String(from + 1));
    current().emit("error");
    waits.at(-1)?.task();
    expect(current().url).toBe(`/api/events?after=${from + 1}&stream=s`);
  }
  expect(seen).toEqual(expected);
});

test("the backoff grows to 15 s, resets after a success, and is randomised", () => {
  const { current, waits } = setUp();
  for (let i = 0; i < 8; i++) {
    current().emit("error");
    waits.at(-1)?.task();
  }
  expect(waits.map(({ ms }) => ms)).toEqual([400, 800, 1600, 3200, 6400, 12800, 15000, 15000]);
  current().emit("open");
  current().emit("error");
  expect(waits.at(-1)?.ms).toBe(400);
  expect(waitFor(1, 0.99)).toBeLessThan(210);
});

test("after a reset the next connection resumes from the reset's number", () => {
  const { current, waits, resets } = setUp();
  current().emit("reset", "900");
  expect(resets()).toBe(1);
  current().emit("error");
  waits.at(-1)?.task();
  expect(current().url).toBe("/api/events?after=900&stream=s");
});

test("reconnect() connects at once, and close() stops everything", () => {
  const { stream, sources, waits, current, seen } = setUp();
  current().emit("error");
  stream.reconnect();
  expect(sources).toHaveLength(2);
  expect(waits[0]?.isOff).toBe(true);
  stream.close();
  expect(current().isClosed).toBe(true);
  current().emit("change", "50", removed);
  stream.reconnect();
  expect(seen).toEqual([]);
  expect(sources).toHaveLength(2);
});

test("a stream over the limit reports `refused`, retries, and connects when there is room", async () => {
  const { current, waits, states, statusRequests, refusal } = setUp();
  const fail = async () => {
    current().emit("error");
    await Promise.resolve();
    waits.at(-1)?.task();
  };
  refusal.isOn = true;
  await fail();
  expect(statusRequests).toEqual([]);
  await fail();
  await fail();
  expect(statusRequests).toHaveLength(2);
  expect(states).toEqual(["connecting", "reconnecting", "reconnecting", "refused", "refused"]);
  current().emit("open");
  expect(states.at(-1)).toBe("connected");
});

test("an ordinary cut reports `reconnecting`, also after a refusal has ended", async () => {
  const { current, waits, states, refusal } = setUp();
  const fail = async () => {
    current().emit("error");
    await Promise.resolve();
    waits.at(-1)?.task();
  };
  await fail();
  await fail();
  expect(new Set(states)).toEqual(new Set(["connecting", "reconnecting"]));
  refusal.isOn = true;
  await fail();
  expect(states.at(-1)).toBe("refused");
  refusal.isOn = false;
  await fail();
  expect(states.at(-1)).toBe("reconnecting");
});
