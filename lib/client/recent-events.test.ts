import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { oldestSeq, rememberEvents } from "@/lib/client/recent-events";
import { id, page, thread, turn } from "@/lib/client/fold-event.fixtures";
import { keys } from "@/lib/client/query-keys";
import type { ThreadId } from "@/lib/contracts/ids";
import type { ThreadPage } from "@/lib/contracts/threads";

const t: ThreadId = id("t");
const key = keys.threadPage(t);
const pathOf = (client: QueryClient) =>
  client.getQueryData<ThreadPage>(key)?.path.map((step) => step.id);

const created = (name: string, parent: string) => ({
  kind: "turn.created" as const,
  turn: turn(name, parent),
  thread: thread("t"),
});

test("a page that is older than the stream is brought up to date", async () => {
  const client = new QueryClient();
  const memory = rememberEvents(client, "10");
  memory.take("11", created("b", "a"));
  memory.take("12", created("c", "b"));
  await client.fetchQuery({ queryKey: key, queryFn: () => page([turn("a", null)], "10") });
  expect(pathOf(client)).toEqual(["a", "b", "c"]);
});

test("only the remembered events that a page lacks are applied to it", async () => {
  const client = new QueryClient();
  const memory = rememberEvents(client, "10");
  memory.take("11", created("b", "a"));
  memory.take("12", created("c", "b"));
  await client.fetchQuery({ queryKey: key, queryFn: () => page([turn("a", null)], "11") });
  expect(pathOf(client)).toEqual(["a"]);
});

test("a page from before all remembered events is refetched", async () => {
  const client = new QueryClient();
  const memory = rememberEvents(client, "10");
  memory.take("11", created("b", "a"));
  await client.fetchQuery({ queryKey: key, queryFn: () => page([turn("a", null)], "9") });
  expect(pathOf(client)).toEqual(["a"]);
  expect(client.getQueryState(key)?.isInvalidated).toBe(true);
});

test("after a gap in the stream, a page from before the gap is refetched", async () => {
  const client = new QueryClient();
  const memory = rememberEvents(client, "10");
  memory.take("11", created("b", "a"));
  memory.reset();
  memory.take("15", created("e", "d"));
  await client.fetchQuery({ queryKey: key, queryFn: () => page([turn("a", null)], "10") });
  expect(pathOf(client)).toEqual(["a"]);
  expect(client.getQueryState(key)?.isInvalidated).toBe(true);
});

test("a list fetched while a thread changed shows the change", async () => {
  const client = new QueryClient();
  const memory = rememberEvents(client, "10");
  const answer = { threads: [thread("t", { title: "before" })], nextCursor: null };
  await client.fetchInfiniteQuery({
    queryKey: keys.threads(),
    initialPageParam: null,
    queryFn: () => {
      memory.take("11", { kind: "thread.changed", thread: thread("t", { title: "after" }) });
      return answer;
    },
  });
  expect(JSON.stringify(client.getQueryData(keys.threads()))).toContain("after");
});

test("the stream starts after the oldest reply of the first page", () => {
  const client = new QueryClient();
  client.setQueryData(key, page([], "7"));
  expect(oldestSeq(client, "12")).toBe("7");
  expect(oldestSeq(client, "3")).toBe("3");
});
