import { expect, test, vi } from "vitest";
import { AppError } from "@/lib/server/errors";
import { type Send, sseResponse } from "@/lib/server/http/sse";
import { makeStreamRegistry } from "@/lib/server/http/stream-registry";

function open(
  start: (send: Send, signal: AbortSignal) => Promise<void> | void,
  heartbeatMs?: number,
) {
  const leaving = new AbortController();
  const registry = makeStreamRegistry();
  const request = new Request("http://studio/api/events", { signal: leaving.signal });
  const response = sseResponse(request, start, { registry, heartbeatMs });
  if (!response.body) throw new Error("no body");
  const reader = response.body.getReader();
  const read = async () => new TextDecoder().decode((await reader.read()).value);
  return { leaving, registry, response, reader, read };
}

test("a frame has its name, its id and its data as one line of JSON", async () => {
  const { read, response } = open((send) => send.event("change", "7", { text: "two\nlines" }));
  expect(await read()).toBe("retry: 1000\n\n");
  expect(await read()).toBe('event: change\nid: 7\ndata: {"text":"two\\nlines"}\n\n');
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(response.headers.get("cache-control")).toContain("no-transform");
});

test("a disconnect aborts the signal and unregisters the stream", async () => {
  let ended: AbortSignal | undefined;
  const { leaving, registry } = open((_, signal) => void (ended = signal));
  expect(registry.size).toBe(1);
  leaving.abort();
  expect(ended?.aborted).toBe(true);
  expect(registry.size).toBe(0);
});

test("cancelling the body aborts the signal too", async () => {
  let ended: AbortSignal | undefined;
  const { reader, registry } = open((_, signal) => void (ended = signal));
  await reader.cancel();
  expect(ended?.aborted).toBe(true);
  expect(registry.size).toBe(0);
});

test("shutdown closes every stream and refuses new ones", async () => {
  const { registry, reader } = open(() => {});
  registry.closeAll();
  await reader.read();
  expect((await reader.read()).done).toBe(true);
  const again = () => sseResponse(new Request("http://studio/"), () => {}, { registry });
  expect(again).toThrow(new AppError("unavailable"));
});

test("sending waits for a slow reader and resumes once it reads", async () => {
  const steps: string[] = [];
  const { read } = open(async (send) => {
    await send.event("change", "1", "x".repeat(100_000));
    steps.push("the reader has room");
    await send.event("change", "2", "y");
  });
  expect(await read()).toBe("retry: 1000\n\n");
  expect(steps).toEqual([]);
  expect(await read()).toContain("id: 1");
  expect(await read()).toContain("id: 2");
  expect(steps).toEqual(["the reader has room"]);
});

test("a reader that never reads is cut off before it fills the memory", async () => {
  const { registry } = open((send) => {
    for (let n = 0; n < 100; n += 1) void send.event("change", String(n), "x".repeat(200_000));
  });
  expect(registry.size).toBe(0);
});

test("heartbeats are sent during silence", async () => {
  vi.useFakeTimers();
  try {
    const { read } = open(() => {}, 15_000);
    await read();
    const next = read();
    vi.advanceTimersByTime(15_000);
    expect(await next).toBe(":\n\n");
  } finally {
    vi.useRealTimers();
  }
});
