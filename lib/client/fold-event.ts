import type { QueryClient } from "@tanstack/react-query";
import { foldIntoPage, foldIntoTree } from "@/lib/client/fold-thread";
import { foldImage, isAboutImages } from "@/lib/client/fold-image";
import { keys } from "@/lib/client/query-keys";
import { patchThread, removeThread } from "@/lib/client/thread-lists";
import type { StudioState } from "@/lib/contracts/account";
import type { EventPayload, ThreadEvent } from "@/lib/contracts/events";
import type { ThreadId, UserId } from "@/lib/contracts/ids";
import type { ThreadPage, ThreadTree } from "@/lib/contracts/threads";
import type { TurnView } from "@/lib/contracts/turns";

/**
 * Folds one event into the cached thread lists, paths and trees. Entries carry the last event they include (`asOfSeq`),
 * so applying an event twice or late changes nothing.
 */
export function foldEvent(client: QueryClient, seq: string, payload: EventPayload): void {
  if (payload.kind === "upstream.changed") {
    void client.invalidateQueries({ queryKey: keys.upstream() });
    // Findings about models may change the offered settings.
    if (payload.areFindingsNew) void client.invalidateQueries({ queryKey: keys.studio() });
    return;
  }
  if (payload.kind === "workspace.changed") {
    void client.invalidateQueries({ queryKey: keys.studio() });
    void client.invalidateQueries({ queryKey: keys.workspace() });
    return;
  }
  if (payload.kind === "shares.changed") {
    void client.invalidateQueries({ queryKey: keys.shares() });
    return;
  }
  if (payload.kind === "notices.changed") {
    void client.invalidateQueries({ queryKey: keys.notices() });
    return;
  }
  if (isAboutImages(payload)) {
    foldImage(client, payload);
    return;
  }
  foldIntoLists(client, payload);
  foldIntoThread(client, seq, payload);
  if (movesMoney(client, payload)) {
    // Only the server can sum spending and budgets.
    void client.invalidateQueries({ queryKey: keys.studio() });
  }
}

/**
 * Whether an event changes spending: a new generation reserves money (visible where a budget is set), an ended one
 * settles it.
 */
function movesMoney(client: QueryClient, payload: ThreadEvent): boolean {
  if (payload.kind === "generation.changed") return payload.generation.finishedAt !== null;
  if (payload.kind !== "turn.created") return false;
  const studio = client.getQueryData<StudioState>(keys.studio());
  return studio !== undefined && studio.budgets.length > 0;
}

/** The part without sequence numbers: the last event wins, so call it in order. */
export function foldIntoLists(client: QueryClient, payload: ThreadEvent): void {
  if (payload.kind === "thread.hidden") {
    if (!isMine(client, payload)) removeThread(client, payload.threadId);
  } else if (payload.kind === "thread.removed") removeThread(client, payload.threadId);
  else if (payload.thread) patchThread(client, payload.thread);
}

/** Folds an event into the pages and the tree of its thread. */
export function foldIntoThread(client: QueryClient, seq: string, payload: ThreadEvent): void {
  const threadId = threadOf(payload);
  if (payload.kind === "thread.removed") {
    // A tab that deleted the thread is already leaving; others learn it from the server's 404.
    const isLeaving = client.getQueryData<boolean>(keys.removedThread(threadId)) === true;
    void client.invalidateQueries({
      queryKey: keys.thread(threadId),
      refetchType: isLeaving ? "none" : "active",
    });
    return;
  }
  if (payload.kind === "thread.hidden") {
    if (!isMine(client, payload)) forget(client, threadId);
    return;
  }
  if (payload.kind === "thread.changed") findAgain(client, threadId);
  client.setQueriesData<ThreadPage>({ queryKey: keys.threadPages(threadId) }, (page) =>
    page && isNews(seq, page.asOfSeq) ? { ...foldIntoPage(page, payload), asOfSeq: seq } : page,
  );
  client.setQueryData<ThreadTree>(keys.threadTree(threadId), (tree) => {
    if (!tree || !isNews(seq, tree.asOfSeq)) return tree;
    const turn = payload.kind === "generation.changed" ? findTurn(client, payload) : null;
    return { nodes: foldIntoTree(tree.nodes, payload, turn), asOfSeq: seq };
  });
}

/** All members receive the event that a thread became private; for its creator it is an ordinary change. */
function isMine(client: QueryClient, { createdById }: { createdById: UserId }): boolean {
  return client.getQueryData<StudioState>(keys.studio())?.user.id === createdById;
}

/** Removes a thread that became private. The page explains why without asking the server, which would answer 404. */
function forget(client: QueryClient, threadId: ThreadId): void {
  client.setQueryData<boolean>(keys.hiddenThread(threadId), true);
  client.removeQueries({ queryKey: keys.thread(threadId) });
}

/** An event of a thread that was hidden or missing means that it is readable now. */
function findAgain(client: QueryClient, threadId: ThreadId): void {
  if (client.getQueryData<boolean>(keys.hiddenThread(threadId))) {
    client.setQueryData<boolean>(keys.hiddenThread(threadId), false);
  }
  void client.refetchQueries({
    queryKey: keys.thread(threadId),
    predicate: ({ state }) => state.status === "error",
  });
}

export function threadOf(payload: ThreadEvent): ThreadId {
  switch (payload.kind) {
    case "thread.hidden":
    case "thread.removed":
      return payload.threadId;
    case "thread.changed":
      return payload.thread.id;
    case "turn.created":
      return payload.turn.threadId;
    case "generation.changed":
      return payload.generation.threadId;
  }
}

function isNews(seq: string, asOfSeq: string): boolean {
  return BigInt(seq) > BigInt(asOfSeq);
}

/** The turn of a generation from any cached page, already folded. */
function findTurn(
  client: QueryClient,
  { generation }: Extract<ThreadEvent, { kind: "generation.changed" }>,
): TurnView | null {
  const pages = client.getQueriesData<ThreadPage>({
    queryKey: keys.threadPages(generation.threadId),
  });
  for (const [, page] of pages) {
    const turn = page?.path.find(({ id }) => id === generation.turnId);
    if (turn) return turn;
  }
  return null;
}
