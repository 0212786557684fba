import { QueryClient } from "@tanstack/react-query";
import { beforeEach, expect, test, vi } from "vitest";
import { draft, id, page, thread, turn } from "@/lib/client/fold-event.fixtures";
import { keys } from "@/lib/client/query-keys";
import { sendTurn } from "@/lib/client/send-turn";
import { publishTurnCreated } from "@/lib/client/turn-events";
import type { ThreadId, UserId } from "@/lib/contracts/ids";
import type { ThreadPage } from "@/lib/contracts/threads";

const T = id<ThreadId>("t");
const body = { ...draft, idempotencyKey: "k" };
const look = {
  user: { id: id<UserId>("me"), name: "Me" },
  base: null,
  references: [],
  offer: undefined,
  isSandbox: true,
};
const reply = { turn: turn("b", "a"), thread: thread("t") };

let client: QueryClient;
const fetched = vi.fn<typeof fetch>();
const pauses: number[] = [];
const pause = (milliseconds: number) => {
  pauses.push(milliseconds);
  return Promise.resolve();
};

beforeEach(() => {
  client = new QueryClient();
  client.setQueryData(keys.threadPage(T), page([turn("a", null)]));
  vi.stubGlobal("fetch", fetched);
  fetched.mockReset();
  pauses.length = 0;
});

const shown = () => client.getQueryData<ThreadPage>(keys.threadPage(T))?.path.map((one) => one.id);
const keysSent = () =>
  fetched.mock.calls.map(([, init]) => {
    const sent: unknown = JSON.parse(init?.body as string);
    return (sent as { idempotencyKey: string }).idempotencyKey;
  });

test("the turn is shown before the reply and replaced by it", async () => {
  let answer: (response: Response) => void = () => undefined;
  fetched.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
  const sending = sendTurn(client, body, look, pause);
  expect(shown()).toEqual(["a", "sending:k"]);
  answer(Response.json(reply, { status: 202 }));
  await sending;
  expect(shown()).toEqual(["a", "b"]);
});

test("the request names the key this tab shows, and the state is refetched when another key pays", async () => {
  const key = { source: "workspace", ending: "c3d4" } as const;
  client.setQueryData(keys.studio(), { key });
  const problem = { code: "key_changed", title: "", status: 409, type: "", requestId: "" };
  fetched.mockResolvedValueOnce(Response.json(problem, { status: 409 }));
  await expect(sendTurn(client, body, look, pause)).rejects.toMatchObject({ code: "key_changed" });
  expect(JSON.parse(fetched.mock.calls[0]?.[1]?.body as string)).toMatchObject({ keyShown: key });
  expect(client.getQueryState(keys.studio())?.isInvalidated).toBe(true);
});

test("a lost reply is requested again under the same idempotency key", async () => {
  fetched.mockRejectedValueOnce(new TypeError("network"));
  fetched.mockResolvedValueOnce(Response.json(reply, { status: 202 }));
  await sendTurn(client, body, look, pause);
  expect(keysSent()).toEqual(["k", "k"]);
  expect(pauses).toEqual([400]);
});

test("without a network it fails after three attempts and removes the placeholder", async () => {
  fetched.mockRejectedValue(new TypeError("network"));
  await expect(sendTurn(client, body, look, pause)).rejects.toMatchObject({ code: "offline" });
  expect(fetched).toHaveBeenCalledTimes(3);
  expect(shown()).toEqual(["a"]);
});

test("a refused request is not retried", async () => {
  fetched.mockResolvedValue(Response.json({ code: "prompt_too_long" }, { status: 422 }));
  await expect(sendTurn(client, body, look, pause)).rejects.toMatchObject({
    code: "prompt_too_long",
  });
  expect(fetched).toHaveBeenCalledOnce();
  expect(shown()).toEqual(["a"]);
});

test("the turn's event replaces a lost reply, without another request", async () => {
  let endPause = () => {};
  fetched.mockRejectedValueOnce(new TypeError("network"));
  const made = { ...reply, turn: turn("b", "a", { idempotencyKey: "k" }) };
  const sending = sendTurn(
    client,
    body,
    look,
    () => new Promise((resolve) => (endPause = resolve)),
  );
  await expect.poll(() => fetched.mock.calls.length).toBe(1);
  publishTurnCreated({ ...reply, turn: turn("c", "a", { idempotencyKey: "another's" }) });
  publishTurnCreated(made);
  expect(await sending).toEqual(made);
  endPause();
  await Promise.resolve();
  expect(fetched).toHaveBeenCalledOnce();
  expect(shown()).toEqual(["a", "b"]);
});
