import { type InfiniteData, QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { foldEvent } from "@/lib/client/fold-event";
import { generation, id, image, page, thread, turn } from "@/lib/client/fold-event.fixtures";
import { toTreeNode } from "@/lib/client/fold-thread";
import { keys } from "@/lib/client/query-keys";
import type { EventPayload } from "@/lib/contracts/events";
import type { ThreadId, TurnId } from "@/lib/contracts/ids";
import type { ThreadList, ThreadPage, ThreadSummary, ThreadTree } from "@/lib/contracts/threads";

const t: ThreadId = id("t");

function clientWith(start: ThreadPage): QueryClient {
  const client = new QueryClient();
  client.setQueryData(keys.threadPage(t), start);
  client.setQueryData<ThreadTree>(keys.threadTree(t), {
    nodes: start.path.map(toTreeNode),
    asOfSeq: start.asOfSeq,
  });
  return client;
}

const pageOf = (client: QueryClient) => client.getQueryData<ThreadPage>(keys.threadPage(t));
const treeOf = (client: QueryClient) => client.getQueryData<ThreadTree>(keys.threadTree(t));

function created(made: ReturnType<typeof turn>): EventPayload {
  return { kind: "turn.created", turn: made, thread: thread("t", { underWay: 1 }) };
}

function changed(change: ReturnType<typeof generation>): EventPayload {
  return { kind: "generation.changed", generation: change, thread: null };
}

test("a turn under the path's end extends the path and the tree", () => {
  const client = clientWith(page([turn("a", null)]));
  foldEvent(client, "11", created(turn("b", "a")));
  expect(pageOf(client)?.path.map((x) => x.id)).toEqual(["a", "b"]);
  expect(pageOf(client)?.thread.underWay).toBe(1);
  expect(pageOf(client)?.asOfSeq).toBe("11");
  expect(treeOf(client)?.nodes.map((x) => [x.turnId, x.parentTurnId])).toEqual([
    ["a", null],
    ["b", "a"],
  ]);
});

test("an empty path takes the first turn but not its sibling root", () => {
  const client = clientWith(page([]));
  foldEvent(client, "11", created(turn("a", null)));
  foldEvent(client, "12", created(turn("b", null)));
  expect(pageOf(client)?.path.map((x) => x.id)).toEqual(["a"]);
  expect(pageOf(client)?.siblings).toEqual({ a: ["a", "b"] });
});

test("a branch is added to its sibling's fork and leaves the path unchanged", () => {
  const client = clientWith(page([turn("a", null), turn("b", "a"), turn("c", "b")]));
  foldEvent(client, "11", created(turn("b2", "a")));
  foldEvent(client, "12", created(turn("b3", "a")));
  foldEvent(client, "13", created(turn("elsewhere", "b2")));
  expect(pageOf(client)?.path.map((x) => x.id)).toEqual(["a", "b", "c"]);
  expect(pageOf(client)?.siblings).toEqual({ b: ["b", "b2", "b3"] });
  expect(treeOf(client)?.nodes).toHaveLength(6);
});

test("a branch that the page already lists is not doubled", () => {
  const client = clientWith({
    ...page([turn("a", null), turn("b", "a")]),
    siblings: { [id<TurnId>("b")]: [id("b"), id("b2")] },
  });
  foldEvent(client, "11", created(turn("b2", "a")));
  expect(pageOf(client)?.siblings).toEqual({ b: ["b", "b2"] });
});

test("events up to asOfSeq are ignored, compared as numbers and not as text", () => {
  const client = clientWith(page([turn("a", null)], "100"));
  foldEvent(client, "99", created(turn("b", "a")));
  foldEvent(client, "100", created(turn("b", "a")));
  expect(pageOf(client)?.path).toHaveLength(1);
  foldEvent(client, "101", created(turn("b", "a")));
  expect(pageOf(client)?.path).toHaveLength(2);
});

test("a repeated event changes nothing", () => {
  const client = clientWith(page([turn("a", null)]));
  foldEvent(client, "11", created(turn("b", "a")));
  const once = pageOf(client);
  foldEvent(client, "11", created(turn("b", "a")));
  expect(pageOf(client)).toBe(once);
});

test("a turn that the path already holds is not doubled", () => {
  const client = clientWith(page([turn("a", null), turn("b", "a")]));
  foldEvent(client, "11", created(turn("b", "a")));
  expect(pageOf(client)?.path.map((x) => x.id)).toEqual(["a", "b"]);
});

test("the event of an optimistic turn replaces its placeholder before the reply", () => {
  const client = clientWith(
    page([turn("a", null), turn("sending:1", "a", { idempotencyKey: "dusk" })]),
  );
  foldEvent(client, "11", created(turn("b", "a", { idempotencyKey: "dusk" })));
  foldEvent(client, "12", created(turn("c", "a")));
  expect(pageOf(client)?.path.map((x) => x.id)).toEqual(["a", "b"]);
  expect(pageOf(client)?.siblings).toEqual({ b: ["b", "c"] });
});

test("another member's turn extends the path while an optimistic turn is pending", () => {
  const client = clientWith(
    page([turn("a", null), turn("sending:1", "a", { idempotencyKey: "dusk" })]),
  );
  foldEvent(client, "11", created(turn("b", "a", { prompt: "prompt of sending:1" })));
  expect(pageOf(client)?.path.map((x) => x.id)).toEqual(["a", "b", "sending:1"]);
});

test("a generation is updated in the page and in the tree", () => {
  const client = clientWith(page([turn("a", null)]));
  foldEvent(client, "11", changed(generation("a", { state: "succeeded", images: [image("i")] })));
  expect(pageOf(client)?.path[0]?.generations.map((g) => g.state)).toEqual(["succeeded"]);
  expect(treeOf(client)?.nodes[0]?.variations).toMatchObject([
    { state: "succeeded", image: { imageId: "i" } },
  ]);
});

test("a new attempt replaces the old one, and late events of the old one are ignored", () => {
  const client = clientWith(page([turn("a", null)]));
  foldEvent(client, "11", changed(generation("a", { id: id("second"), tryNumber: 2 })));
  foldEvent(client, "12", changed(generation("a", { state: "cancelled" })));
  expect(pageOf(client)?.path[0]?.generations.map((g) => [g.id, g.state])).toEqual([
    ["second", "queued"],
  ]);
  expect(treeOf(client)?.nodes[0]?.variations[0]?.state).toBe("queued");
});

test("a generation with several pictures keeps the tree's other variations", () => {
  const two = [generation("a"), generation("a", { id: id("g1"), position: 1 })];
  const client = clientWith(page([turn("a", null, { generations: two })]));
  const images = [image("i"), image("j")];
  foldEvent(client, "11", changed(generation("a", { state: "succeeded", images })));
  foldEvent(client, "12", changed(generation("a", { id: id("g1"), position: 1, state: "failed" })));
  expect(treeOf(client)?.nodes[0]?.variations.map((v) => [v.state, v.image?.imageId])).toEqual([
    ["succeeded", "i"],
    ["succeeded", "j"],
    ["failed", undefined],
  ]);
});

test("an event leaves pages of other threads unchanged", () => {
  const client = clientWith(page([turn("a", null)]));
  const before = pageOf(client);
  foldEvent(client, "11", created(turn("x", "a", { threadId: id("other") })));
  expect(pageOf(client)).toBe(before);
});

function listed(client: QueryClient, view: "active" | "archived" = "active", query = "") {
  const pages = client.getQueryData<InfiniteData<ThreadList>>(keys.threads(view, query));
  return pages?.pages.map((p) => p.threads.map((x) => x.id));
}

function giveList(client: QueryClient, pages: ThreadSummary[][], query = "", isWhole = true) {
  client.setQueryData<InfiniteData<ThreadList, string | null>>(keys.threads("active", query), {
    pages: pages.map((threads, index) => ({
      threads,
      nextCursor: isWhole && index === pages.length - 1 ? null : "more",
    })),
    pageParams: pages.map(() => null),
  });
}

const day = (n: number) => `2026-05-${String(n).padStart(2, "0")}T10:00:00.000Z`;
const on = (name: string, n: number, change: Partial<ThreadSummary> = {}) =>
  thread(name, { lastActivityAt: day(n), ...change });

test("a thread moves to its position by activity, across pages and below pinned threads", () => {
  const client = new QueryClient();
  giveList(client, [
    [on("pinned", 1, { isPinned: true }), on("a", 9)],
    [on("b", 5), on("c", 3)],
  ]);
  foldEvent(client, "1", { kind: "thread.changed", thread: on("c", 10) });
  expect(listed(client)).toEqual([["pinned", "c", "a"], ["b"]]);
  foldEvent(client, "2", { kind: "thread.changed", thread: on("d", 4) });
  expect(listed(client)).toEqual([
    ["pinned", "c", "a"],
    ["b", "d"],
  ]);
});

test("a thread beyond the loaded pages is left to the next page", () => {
  const client = new QueryClient();
  giveList(client, [[on("a", 9), on("b", 8)]], "", false);
  foldEvent(client, "1", { kind: "thread.changed", thread: on("old", 2) });
  expect(listed(client)).toEqual([["a", "b"]]);
});

test("archiving moves a thread between views, deleting removes it, and restoring brings it back", () => {
  const client = new QueryClient();
  giveList(client, [[on("a", 9), on("b", 8)]]);
  client.setQueryData(keys.threads("archived"), {
    pages: [{ threads: [], nextCursor: null }],
    pageParams: [null],
  });
  foldEvent(client, "1", { kind: "thread.changed", thread: on("a", 9, { isArchived: true }) });
  expect([listed(client), listed(client, "archived")]).toEqual([[["b"]], [["a"]]]);
  foldEvent(client, "2", { kind: "thread.removed", threadId: id("b") });
  expect(listed(client)).toEqual([[]]);
  foldEvent(client, "3", { kind: "thread.changed", thread: on("b", 8) });
  expect(listed(client)).toEqual([["b"]]);
});

test("search results change and disappear, but other threads are not added", () => {
  const client = new QueryClient();
  giveList(client, [[on("a", 9)]], "lighthouse");
  foldEvent(client, "1", { kind: "thread.changed", thread: on("z", 10) });
  expect(listed(client, "active", "lighthouse")).toEqual([["a"]]);
  foldEvent(client, "2", { kind: "thread.changed", thread: on("a", 9, { isArchived: true }) });
  expect(listed(client, "active", "lighthouse")).toEqual([[]]);
});

test("a pinned thread keeps its position on activity", () => {
  const client = new QueryClient();
  giveList(client, [[on("p", 1, { isPinned: true }), on("q", 2, { isPinned: true }), on("a", 9)]]);
  foldEvent(client, "1", { kind: "thread.changed", thread: on("q", 10, { isPinned: true }) });
  expect(listed(client)).toEqual([["p", "q", "a"]]);
  foldEvent(client, "2", { kind: "thread.changed", thread: on("a", 9, { isPinned: true }) });
  expect(listed(client)).toEqual([["a", "p", "q"]]);
});

test("a thread made private leaves other members' lists and pages and stays its creator's", () => {
  for (const [me, isStill] of [
    ["colleague", false],
    ["createdBy", true],
  ] as const) {
    const client = clientWith(page([turn("a", null)]));
    const lists = listsOf(client, [thread("t", { visibility: "workspace" })]);
    client.setQueryData(keys.studio(), { user: { id: me } });
    foldEvent(client, "11", { kind: "thread.hidden", threadId: t, createdById: id("createdBy") });
    expect(lists().includes("t")).toBe(isStill);
    expect(pageOf(client) !== undefined).toBe(isStill);
    expect(client.getQueryData(keys.hiddenThread(t)) ?? false).toBe(!isStill);
  }
});

test("a hidden thread that becomes visible again can be fetched again", () => {
  const client = clientWith(page([turn("a", null)]));
  const lists = listsOf(client, [thread("t")]);
  foldEvent(client, "11", { kind: "thread.hidden", threadId: t, createdById: id("createdBy") });
  foldEvent(client, "12", { kind: "thread.changed", thread: thread("t") });
  expect(client.getQueryData(keys.hiddenThread(t))).toBe(false);
  expect(lists()).toEqual(["t"]);
});

function listsOf(client: QueryClient, threads: ThreadSummary[]): () => string[] {
  client.setQueryData<InfiniteData<ThreadList>>(keys.threads(), {
    pages: [{ threads, nextCursor: null }],
    pageParams: [null],
  });
  return () =>
    client
      .getQueryData<InfiniteData<ThreadList>>(keys.threads())
      ?.pages.flatMap((shown) => shown.threads.map((one) => one.id)) ?? [];
}

test("an ended generation refetches spending, and a new one does so only with a budget", () => {
  const client = clientWith(page([turn("a", null)]));
  const isStale = () => client.getQueryState(keys.studio())?.isInvalidated;
  const ended = generation("a", {
    state: "failed",
    costMicroUsd: 0,
    finishedAt: "2026-03-10T12:00:00Z",
  });
  const studio = (budgets: unknown[]) => client.setQueryData(keys.studio(), { budgets });

  studio([]);
  foldEvent(client, "11", changed(generation("a", { state: "sent" })));
  foldEvent(client, "12", created(turn("b", "a")));
  expect(isStale()).toBe(false);
  foldEvent(client, "13", changed(ended));
  expect(isStale()).toBe(true);
  studio([{ whose: "workspace", period: "day", limitMicroUsd: 1, spentMicroUsd: 0 }]);
  expect(isStale()).toBe(false);
  foldEvent(client, "14", created(turn("c", "b")));
  expect(isStale()).toBe(true);
});

test("an image that is trashed or purged changes wherever threads show it", () => {
  const shown = image("shown");
  const client = clientWith(
    page([
      turn("a", null, { generations: [generation("a", { state: "succeeded", images: [shown] })] }),
      turn("b", "a", { baseImage: shown, references: [shown] }),
    ]),
  );
  foldEvent(client, "11", { kind: "image.trashed", image: { ...shown, state: "trashed" } });
  const path = pageOf(client)?.path ?? [];
  expect(path[0]?.generations[0]?.images[0]?.state).toBe("trashed");
  expect(path[1]?.baseImage?.state).toBe("trashed");
  expect(path[1]?.references[0]?.state).toBe("trashed");
});
