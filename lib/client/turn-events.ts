import type { ReplyOf } from "@/lib/contracts/operations";

export type MadeTurn = Pick<ReplyOf<"turns.create">, "turn" | "thread">;

const listeners = new Set<(made: MadeTurn) => void>();

/** Called by the event stream for every turn, after the cache has it. */
export function publishTurnCreated(made: MadeTurn): void {
  for (const listener of listeners) listener(made);
}

/** Subscribes to new turns. Returns the unsubscribe function. */
export function subscribeTurnCreated(listener: (made: MadeTurn) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
