import "server-only";
import type { ThreadSummary } from "@/lib/contracts/threads";
import type { TurnView } from "@/lib/contracts/turns";
import type { Tx } from "@/lib/server/db";
import { threadInclude, toThreadSummary } from "@/lib/server/domain/views/thread";
import { toTurnView, turnInclude } from "@/lib/server/domain/views/turn";

/** The reply to a request that created a turn. */
export type Created = { turn: TurnView; thread: ThreadSummary };

/** The turn and its thread's summary, as they are now. */
export async function readCreated(tx: Tx, turnId: string): Promise<Created> {
  const turn = await tx.turn.findUniqueOrThrow({ where: { id: turnId }, include: turnInclude });
  const thread = await tx.thread.findUniqueOrThrow({
    where: { id: turn.threadId },
    include: threadInclude,
  });
  return { turn: toTurnView(turn), thread: toThreadSummary(thread) };
}
