import "server-only";
import type { GenerationState } from "@/lib/contracts/generations";
import type { GenerationId, TurnId, WorkspaceId } from "@/lib/contracts/ids";
import { db } from "@/lib/server/db";
import { eventHub } from "@/lib/server/events/hub";
import { throttle } from "@/lib/server/events/throttle";
import { errorFields, log } from "@/lib/server/log";

/** However much happens in a workspace, its waiting turns are looked at so often at most, in milliseconds. */
const LOOK_EVERY_MS = 250;
/** A thread that was deleted says nothing more: its turns are found by looking now and then. */
const LOOK_ANYWAY_MS = 10_000;

const ENDED: ReadonlySet<GenerationState> = new Set([
  "succeeded",
  "failed",
  "unknown",
  "cancelled",
]);

/** Whether nothing more comes of a generation by itself. */
export function hasEnded(state: GenerationState): boolean {
  return ENDED.has(state);
}

type Options = {
  signal: AbortSignal;
  /** Called with the states of its generations, first to last, whenever they have changed. */
  onMove?: (states: readonly GenerationState[]) => void;
  /** Wait for this one of its generations alone; one that was tried again has ended. */
  generationId?: GenerationId;
};

/**
 * Resolves when no generation of a turn is under way any more, whatever became of them; also where the turn is gone.
 * Rejects with the signal's reason. A thousand that wait in one workspace cost one subscription and one query per look.
 */
export async function waitForTurn(
  workspaceId: WorkspaceId,
  turnId: TurnId,
  { signal, onMove, generationId }: Options,
): Promise<void> {
  signal.throwIfAborted();
  const room = roomOf(workspaceId);
  await new Promise<void>((resolve, reject) => {
    const onAbort = () => {
      leave();
      reject(signal.reason);
    };
    const leave = room.add(turnId, {
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

/** All that wait for turns of one workspace. */
class Room {
  readonly #waits = new Map<TurnId, Set<Wait>>();
  readonly #look = throttle(() => void this.#lookAround(), LOOK_EVERY_MS);
  #leaveHub: Promise<() => void> | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(readonly workspaceId: WorkspaceId) {}

  add(turnId: TurnId, wait: Wait): () => void {
    const waits = this.#waits.get(turnId) ?? new Set<Wait>();
    waits.add(wait);
    this.#waits.set(turnId, waits);
    this.#leaveHub ??= eventHub().subscribe(this.workspaceId, this.#look);
    this.#timer ??= setInterval(this.#look, LOOK_ANYWAY_MS);
    // Only once the hub listens can no news be missed: what has ended before is seen by this look.
    void this.#leaveHub.then(this.#look, this.#look);
    return () => {
      waits.delete(wait);
      if (waits.size === 0) this.#forget(turnId);
    };
  }

  async #lookAround(): Promise<void> {
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
      for (const turnId of turnIds) this.#tell(turnId, byTurn.get(turnId) ?? []);
    } catch (error) {
      log.warn(errorFields(error), "could not look what became of turns; looking again");
    }
  }

  #tell(turnId: TurnId, rows: readonly Row[]): void {
    const waits = this.#waits.get(turnId) ?? new Set();
    const states = rows.map(({ state }) => state);
    const line = states.join();
    for (const wait of [...waits]) {
      if (wait.last !== line) wait.onMove?.(states);
      wait.last = line;
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
    rooms.delete(this.workspaceId);
    if (this.#timer !== null) clearInterval(this.#timer);
    void this.#leaveHub?.then(
      (leave) => leave(),
      () => undefined,
    );
  }
}

const rooms = new Map<WorkspaceId, Room>();

function roomOf(workspaceId: WorkspaceId): Room {
  const room = rooms.get(workspaceId) ?? new Room(workspaceId);
  rooms.set(workspaceId, room);
  return room;
}
