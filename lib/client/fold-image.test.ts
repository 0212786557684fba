import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { foldImage } from "@/lib/client/fold-image";
import { keys } from "@/lib/client/query-keys";
import { threadId } from "@/lib/contracts/ids";

const kept = threadId.parse("01900000-0000-7000-8000-000000000001");
const removed = threadId.parse("01900000-0000-7000-8000-000000000002");

test("changed images refetch open threads, but none that this tab deleted", () => {
  const client = new QueryClient();
  for (const id of [kept, removed]) client.setQueryData(keys.threadTree(id), { nodes: [] });
  client.setQueryData(keys.removedThread(removed), true);
  const isStale = (id: typeof kept) =>
    client.getQueryState(keys.threadTree(id))?.isInvalidated ?? null;
  foldImage(client, { kind: "images.changed" });
  expect([isStale(kept), isStale(removed)]).toEqual([true, false]);
  client.setQueryData(keys.removedThread(removed), false);
  foldImage(client, { kind: "images.changed" });
  expect(isStale(removed)).toBe(true);
});
