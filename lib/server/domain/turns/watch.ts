import "server-only";
import type { GenerationState } from "@/lib/contracts/generations";
import type { GenerationId, TurnId, WorkspaceId } from "@/lib/contracts/ids";
import { db } from "@/lib/server/db";
import { eventHub } from "@/lib/server/events/hub";
import { throttle } from "@/lib/server/events/throttle";
import { errorFields, log } from "@/lib/server/log";

/** Minimum interval between two queries for the awaited turns of a workspace. */
const QUERY_INTERVAL_MS = 250;
/** Interval of a fallback query: a deleted thread publishes no events. */
const FALLBACK_INTERVAL_MS = 10_000;

const ENDED: ReadonlySet<GenerationState> = new Set([
  "succeeded",
  "failed",
  "unknown",
  "cancelled",
]);

/** Whether a generation has reached a final state. */
export function hasEnded(state: GenerationState): boolean {
  return ENDED.has(state);
}

type Options = {
  signal: AbortSignal;
  /** Called with the states of the turn's generations, in order, whenever they change. */
  onMove?: (states: readonly GenerationState[]) => void;
  /** Wait for this generation alone; a retried one counts as ended. */
  generationId?: GenerationId;
};

/**
 * Resolves when every generation of a turn has ended in any state, or the turn is gone. Rejects with the signal's
 * reason. All waits of one workspace share one subscription and one query.
 */
export async function waitForTurn(
  workspaceId: WorkspaceId,
  turnId: TurnId,
  { signal, onMove, generationId }: Options,
): Promise<void> {
  signal.throwIfAborted();
  const group = groupOf(workspaceId);
  await new Promise<void>((resolve, reject) => {
    const onAbort = () => {
      leave();
      reject(signal.reason);
    };
    const leave = group.add(turnId, {
      last: "",
      onMove,
      generationId,
      onEnd: () => {
        signal.removeEventListener("abort", onAbort);
        resolve();
      },
    });
    signal.addEventListener("abort", onAbort, { once: true });
  });
}

type Wait = {
  last: string;
  onMove: ((states: readonly GenerationState[]) => void) | undefined;
  generationId: GenerationId | undefined;
  onEnd: () => void;
};

type Row = { id: string; state: GenerationState };

/** All waits for turns of one workspace. */
class WaitGroup {
  readonly #waits = new Map<TurnId, Set<Wait>>();
  readonly #query = throttle(() => void this.#runQuery(), QUERY_INTERVAL_MS);
  #unsubscribe: Promise<() => void> | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(readonly workspaceId: WorkspaceId) {}

  add(turnId: TurnId, wait: Wait): () => void {
    const waits = this.#waits.get(turnId) ?? new Set<Wait>();
    waits.add(wait);
    this.#waits.set(turnId, waits);
    this.#unsubscribe ??= eventHub().subscribe(this.workspaceId, this.#query);
    this.#timer ??= setInterval(this.#query, FALLBACK_INTERVAL_MS);
    // Query once the subscription is active, to see turns that ended before it.
    void this.#unsubscribe.then(this.#query, this.#query);
    return () => {
      waits.delete(wait);
      if (waits.size === 0) this.#forget(turnId);
    };
  }

  async #runQuery(): Promise<void> {
    const turnIds = [...this.#waits.keys()];
    if (turnIds.length === 0) return;
    try {
      const rows = await db.generation.findMany({
        where: { turnId: { in: turnIds }, workspaceId: this.workspaceId, supersededAt: null },
        orderBy: { position: "asc" },
        select: { id: true, turnId: true, state: true },
      });
      const byTurn = new Map<string, Row[]>(turnIds.map((id) => [id, []]));
      for (const row of rows) byTurn.get(row.turnId)?.push(row);
      for (const turnId of turnIds) this.#report(turnId, byTurn.get(turnId) ?? []);
    } catch (error) {
      log.warn(errorFields(error), "could not read the awaited turns; will retry");
    }
  }

  #report(turnId: TurnId, rows: readonly Row[]): void {
    const waits = this.#waits.get(turnId) ?? new Set();
    const states = rows.map(({ state }) => state);
    const joined = states.join();
    for (const wait of [...waits]) {
      if (wait.last !== joined) wait.onMove?.(states);
      wait.last = joined;
      const { generationId } = wait;
      const awaited = rows.filter(({ id }) => generationId === undefined || id === generationId);
      if (!awaited.every(({ state }) => hasEnded(state))) continue;
      waits.delete(wait);
      wait.onEnd();
    }
    if (waits.size === 0) this.#forget(turnId);
  }

  #forget(turnId: TurnId): void {
    this.#waits.delete(turnId);
    if (this.#waits.size > 0) return;
    groups.delete(this.workspaceId);
    if (this.#timer !== null) clearInterval(this.#timer);
    void this.#unsubscribe?.then(
      (leave) => leave(),
      () => undefined,
    );
  }
}

const groups = new Map<WorkspaceId, WaitGroup>();

function groupOf(workspaceId: WorkspaceId): WaitGroup {
  const group = groups.get(workspaceId) ?? new WaitGroup(workspaceId);
  groups.set(workspaceId, group);
  return group;
}
