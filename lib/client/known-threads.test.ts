import { QueryClient } from "@tanstack/react-query";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { CallError } from "@/lib/client/call";
import { id, page, turn } from "@/lib/client/fold-event.fixtures";
import { isThreadKnown } from "@/lib/client/known-threads";
import { keys } from "@/lib/client/query-keys";
import { setTabWorkspace } from "@/lib/client/workspace";
import type { ThreadId, TurnId, WorkspaceId } from "@/lib/contracts/ids";

const t: ThreadId = id("t");
const key = keys.threadPage(t);
const read = page([turn("a", null)]);

beforeAll(() => {
  vi.stubGlobal("window", {});
  setTabWorkspace(read.thread.workspaceId);
});
afterAll(() => vi.unstubAllGlobals());

function clientWith(data: unknown): QueryClient {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(key, data);
  return client;
}

const readAgain = (client: QueryClient, error: Error) =>
  client.prefetchQuery({ queryKey: key, queryFn: () => Promise.reject(error) });

test("a thread is known when its newest page is cached", () => {
  expect(isThreadKnown(clientWith(read), t)).toBe(true);
  expect(isThreadKnown(new QueryClient(), t)).toBe(false);
  const elsewhere = new QueryClient();
  elsewhere.setQueryData(keys.threadPage(t, id<TurnId>("a")), read);
  expect(isThreadKnown(elsewhere, t)).toBe(false);
});

test("a thread of another workspace is not known", () => {
  const thread = { ...read.thread, workspaceId: id<WorkspaceId>("other") };
  expect(isThreadKnown(clientWith({ ...read, thread }), t)).toBe(false);
});

test("a thread is not known after a 404, but stays known without a reply", async () => {
  const client = clientWith(read);
  await readAgain(client, new CallError("offline", null));
  expect(isThreadKnown(client, t)).toBe(true);
  await readAgain(client, new CallError("not_found", null));
  expect(isThreadKnown(client, t)).toBe(false);
});
