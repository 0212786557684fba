import "server-only";
import type { ThreadSummary } from "@/lib/contracts/threads";
import type { TurnView } from "@/lib/contracts/turns";
import type { Tx } from "@/lib/server/db";
import { threadInclude, toThreadSummary } from "@/lib/server/domain/views/thread";
import { toTurnView, turnInclude } from "@/lib/server/domain/views/turn";
import { Prisma } from "@/lib/server/generated/prisma/client";

/** What a request that made a turn is answered with. */
export type Created = { turn: TurnView; thread: ThreadSummary };

/** The turn as it stands, with its thread's line in the list. */
export async function readCreated(tx: Tx, turnId: string): Promise<Created> {
  const turn = await tx.turn.findUniqueOrThrow({ where: { id: turnId }, include: turnInclude });
  const thread = await tx.thread.findUniqueOrThrow({
    where: { id: turn.threadId },
    include: threadInclude,
  });
  return { turn: toTurnView(turn), thread: toThreadSummary(thread) };
}

/** The same press came twice at once. P2002: a unique constraint refused the row (prisma.io/docs, error reference). */
export function isTakenKey(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}
