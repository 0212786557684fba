import "server-only";
import type { ThreadId, TurnId } from "@/lib/contracts/ids";
import { THREAD_PAGE_TURNS } from "@/lib/contracts/limits";
import type { ThreadPage } from "@/lib/contracts/threads";
import { authorizeThread } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { inTransaction, type Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { findPath, findSiblings } from "@/lib/server/domain/threads/path";
import { threadInclude, toThreadSummary } from "@/lib/server/domain/views/thread";
import { toTurnView, turnInclude } from "@/lib/server/domain/views/turn";
import { AppError } from "@/lib/server/errors";

/**
 * One page of one path: the last 12 turns, or the 12 before `before`. Read in one snapshot with the event number, so
 * that a stream can continue without a gap. Throws `not_found` for a thread that the actor may not see, or a `before`
 * that is not on the path.
 */
export async function loadThreadPage(
  actor: Actor,
  threadId: ThreadId,
  query: { at?: TurnId; before?: TurnId },
): Promise<ThreadPage> {
  return inTransaction(
    async (tx) => {
      const thread = await authorizeThread(actor, threadId, "read", tx);
      const steps = await readSteps(tx, thread.id);
      const path = findPath(steps, query.at ?? query.before ?? null);
      const end = query.before === undefined ? path.length : path.indexOf(query.before);
      if (end < 0) throw new AppError("not_found", { field: "before" });
      const start = Math.max(0, end - THREAD_PAGE_TURNS);
      const ids = path.slice(start, end);
      const turns = await readTurns(tx, ids);
      const row = await tx.thread.findUniqueOrThrow({
        where: { id: thread.id },
        include: { ...threadInclude, workspace: { select: { eventSeq: true } } },
      });
      return {
        thread: toThreadSummary(row),
        path: turns,
        hasEarlier: start > 0,
        siblings: findSiblings(steps, ids),
        asOfSeq: row.workspace.eventSeq.toString(),
      };
    },
    { isolation: "RepeatableRead" },
  );
}

/** The thread's tree without contents, oldest first. */
async function readSteps(tx: Tx, threadId: string) {
  const rows = await tx.turn.findMany({
    where: { threadId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true, parentTurnId: true },
  });
  return rows.map((row) => ({ id: brandId<TurnId>(row.id), parentTurnId: row.parentTurnId }));
}

async function readTurns(tx: Tx, ids: readonly string[]) {
  const rows = await tx.turn.findMany({ where: { id: { in: [...ids] } }, include: turnInclude });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined ? [] : [toTurnView(row)];
  });
}
