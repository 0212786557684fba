import "server-only";
import type { TurnId, WorkspaceId } from "@/lib/contracts/ids";
import type { GenerationState } from "@/lib/contracts/generations";
import { db } from "@/lib/server/db";
import { UNDER_WAY } from "@/lib/server/domain/views/thread";
import { eventHub } from "@/lib/server/events/hub";

/** A notification may be lost; nobody waits longer than this for what has happened. */
const LOOK_AT_LEAST_EVERY_MS = 5_000;
/** A busy workspace rings often; a waiter looks no more often than this. */
const LOOK_AT_MOST_EVERY_MS = 200;

type Options = {
  /** Leave off waiting. What was sent goes on all the same: nothing is cancelled by it. */
  signal: AbortSignal;
  /** Told the states of the turn's generations, in their order, at first and whenever one has moved on. */
  onMove?: (states: GenerationState[]) => void | Promise<void>;
};

/**
 * Waits until each generation of a turn has come to an end, for programs that want the picture in their answer.
 * One small query whenever the workspace has news, and no connection of its own.
 * @returns false where the signal came first
 */
export async function waitForTurn(
  place: { turnId: TurnId; workspaceId: WorkspaceId },
  { signal, onMove }: Options,
): Promise<boolean> {
  let ring = () => {};
  let isNews = true;
  const wake = () => {
    isNews = true;
    ring();
  };
  const unsubscribe = await eventHub().subscribe(place.workspaceId, wake);
  const check = setInterval(wake, LOOK_AT_LEAST_EVERY_MS);
  signal.addEventListener("abort", wake);
  try {
    let seen = "";
    while (!signal.aborted) {
      isNews = false;
      const states = await readStates(place.turnId);
      if (states.join() !== seen) await onMove?.(states);
      seen = states.join();
      if (states.every((state) => !isUnderWay(state))) return true;
      await new Promise<void>((resolve) => void setTimeout(resolve, LOOK_AT_MOST_EVERY_MS));
      while (!isNews) await new Promise<void>((resolve) => (ring = resolve));
    }
    return false;
  } finally {
    clearInterval(check);
    signal.removeEventListener("abort", wake);
    unsubscribe();
  }
}

async function readStates(turnId: string): Promise<GenerationState[]> {
  const rows = await db.generation.findMany({
    where: { turnId, supersededAt: null },
    orderBy: { position: "asc" },
    select: { state: true },
  });
  return rows.map(({ state }) => state);
}

function isUnderWay(state: GenerationState): boolean {
  return UNDER_WAY.some((one) => one === state);
}
