import type { ReplyOf } from "@/lib/contracts/operations";

export type MadeTurn = Pick<ReplyOf<"turns.create">, "turn" | "thread">;

const listeners = new Set<(made: MadeTurn) => void>();

/** Said by the event stream of every turn that it brings, after the cache has it. */
export function publishTurnCreated(made: MadeTurn): void {
  for (const listener of listeners) listener(made);
}

/** Hears of every turn that was made from now on. Returns how to stop. */
export function subscribeTurnCreated(listener: (made: MadeTurn) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
