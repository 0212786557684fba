import { beforeEach, expect, test, vi } from "vitest";
import type { GenerationState } from "@/lib/contracts/generations";
import type { Outcome } from "@/lib/server/domain/compat-orders/outcome";
import type { Placed } from "@/lib/server/domain/compat-orders/place-order";
import { streamRegistry } from "@/lib/server/http/stream-registry";
import { log } from "@/lib/server/log";
import { type CompatError, CompatFailureError } from "./compat-error";
import { eventAnswer, jsonAnswer, type Write } from "./long-answer";

type Waiter = {
  signal: AbortSignal;
  onMove: (states: GenerationState[]) => void;
  end: () => void;
};
const waiters: Waiter[] = [];

vi.mock("@/lib/server/domain/turns/watch", () => ({
  waitForTurn: (_workspace: string, _turn: string, options: Omit<Waiter, "end">) =>
    new Promise<void>((resolve, reject) => {
      waiters.push({ ...options, end: resolve });
      options.signal.addEventListener("abort", () => reject(options.signal.reason));
    }),
}));
const outcome: Outcome = { answers: [], failure: null, tokens: { input: 0, output: 0, total: 0 } };
vi.mock("@/lib/server/domain/compat-orders/outcome", () => ({ readOutcome: async () => outcome }));
vi.mock("@/lib/server/log", () => ({ log: { error: vi.fn() }, errorFields: () => ({}) }));

beforeEach(() => {
  waiters.length = 0;
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

const placed = { workspaceId: "w", threadId: "t", turnId: "u", model: "m" } as Placed;
const hello: Write = async function* () {
  yield `{"hello":`;
  yield `1}`;
};
const failing: Write = async function* () {
  throw new CompatFailureError({ code: "model_refused", billed: "yes", words: null });
  // oxlint-disable-next-line no-unreachable
  yield "";
};
const ask = (write: Write, signal?: AbortSignal) => ({
  request: new Request("http://localhost/v1/x", { signal }),
  placed,
  write,
  writeLate: ({ body }: CompatError) => ({ data: [], ...body }),
});

function waiter(): Waiter {
  const [only] = waiters;
  if (only === undefined) throw new Error("nobody waits");
  return only;
}

/** Collects what has arrived so far, without waiting for more. */
async function reading(response: Response) {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  return {
    next: async () => decoder.decode((await reader?.read())?.value),
    cancel: () => reader?.cancel(),
  };
}

test("a quick answer is plain JSON, and a quick error keeps its status", async () => {
  const answering = jsonAnswer(ask(hello));
  waiter().onMove(["sent"]);
  await vi.advanceTimersByTimeAsync(44_999);
  waiter().end();
  const response = await answering;
  expect(await response.text()).toBe(`{"hello":1}`);
  expect(response.headers.get("x-pentimento-turn")).toBe("u");
  expect(response.headers.get("cache-control")).toBe("no-store, no-transform");

  waiters.length = 0;
  const refused = jsonAnswer(ask(failing));
  waiter().end();
  await expect(refused).rejects.toBeInstanceOf(CompatFailureError);
});

test("whitespace keeps a long wait alive, and the body is still JSON", async () => {
  const answering = jsonAnswer(ask(hello));
  await vi.advanceTimersByTimeAsync(45_000);
  const response = await answering;
  const { next } = await reading(response);
  expect(await next()).toBe(" ");
  const second = next();
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await second).toBe(" ");
  const third = next();
  waiter().end();
  expect(await third).toBe(`{"hello":`);
});

test("a late error comes in a body of the success shape", async () => {
  const answering = jsonAnswer(ask(failing));
  await vi.advanceTimersByTimeAsync(45_000);
  const response = await answering;
  expect(response.status).toBe(200);
  waiter().end();
  const body: unknown = JSON.parse(await response.text());
  expect(body).toMatchObject({ data: [], error: { code: "model_refused" } });
});

test("a stream sends progress, then the result, then [DONE]", async () => {
  const { next } = await reading(eventAnswer(ask(hello)));
  expect(await next()).toBe(": queued\n\n");
  const moved = next();
  waiter().onMove(["sent", "queued"]);
  expect(await moved).toBe(": sent queued\n\n");
  const silent = next();
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await silent).toBe(": sent queued\n\n");
  const first = next();
  waiter().end();
  expect(await first).toBe(`{"hello":`);
  expect([await next(), await next(), await next()]).toEqual(["1}", "data: [DONE]\n\n", ""]);
});

test("a stream's error is an event", async () => {
  const response = eventAnswer(ask(failing));
  waiter().end();
  expect(await response.text()).toMatch(
    /data: {"error":{.*"model_refused"}}\n\ndata: \[DONE\]\n\n$/,
  );
});

test("a disconnect ends the wait", async () => {
  const gone = new AbortController();
  const answering = jsonAnswer(ask(hello, gone.signal));
  gone.abort();
  expect(waiter().signal.aborted).toBe(true);
  expect((await answering).status).toBe(499);

  waiters.length = 0;
  const { next, cancel } = await reading(eventAnswer(ask(hello)));
  await next();
  await cancel();
  expect(waiter().signal.aborted).toBe(true);
  expect(log.error).not.toHaveBeenCalled();
});

test("a shutdown during a wait answers 424, so that clients do not order again", async () => {
  const answering = jsonAnswer(ask(hello));
  streamRegistry.closeAll();
  const response = await answering;
  // OpenAI's client and the AI SDK retry 5xx, and each retry would be another order.
  expect(response.status).toBe(424);
  expect(response.headers.get("x-should-retry")).toBe("false");
  expect(response.headers.get("x-pentimento-turn")).toBe("u");
  expect(await response.json()).toMatchObject({
    error: { code: "unavailable", message: expect.stringContaining("goes on all the same") },
  });
});
