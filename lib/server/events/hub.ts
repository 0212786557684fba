import "server-only";
import { Client } from "pg";
import type { WorkspaceId } from "@/lib/contracts/ids";
import { getEnv } from "@/lib/server/env";
import { ACCESS_CHANNEL, readAccessNote } from "@/lib/server/auth/access-changes";
import { QUEUE_CHANNEL } from "@/lib/server/events/line";
import {
  PRESENCE_CHANNEL,
  PresenceBoard,
  readPresenceNote,
  type Tab,
} from "@/lib/server/events/presence";
import { EVENTS_CHANNEL } from "@/lib/server/events/publish";
import { throttle } from "@/lib/server/events/throttle";
import { errorFields, log } from "@/lib/server/log";

const RECONNECT_MS = 500;
/** Queue positions change with every call anywhere; update readers at most this often. */
const LINE_EVERY_MS = 1_000;

const CHANNELS = [EVENTS_CHANNEL, QUEUE_CHANNEL, ACCESS_CHANNEL, PRESENCE_CHANNEL];

type Wake = () => void;
type AccessWatch = { userId: string; sessionId: string | null; wake: Wake };

/**
 * One LISTEN connection per process for all its streams. It only wakes them: each reads new events from the table by
 * its own cursor, so a lost notification delays events but never loses one.
 */
class EventHub {
  readonly #wakes = new Map<WorkspaceId, Set<Wake>>();
  readonly #lineWakes = new Set<Wake>();
  readonly #accessWatches = new Set<AccessWatch>();
  readonly #presenceWakes = new Set<Wake>();
  readonly #presence = new PresenceBoard();
  readonly #wakeLine = throttle(() => {
    for (const wake of this.#lineWakes) wake();
  }, LINE_EVERY_MS);
  #client: Client | null = null;
  #isClosed = false;

  /**
   * Calls `wake` when the workspace may have new events, and after each reconnection. Returns the unsubscribe
   * function.
   */
  async subscribe(workspaceId: WorkspaceId, wake: Wake): Promise<() => void> {
    const wakes = this.#wakes.get(workspaceId) ?? new Set<Wake>();
    wakes.add(wake);
    this.#wakes.set(workspaceId, wakes);
    await this.#connect();
    return () => {
      wakes.delete(wake);
      if (wakes.size === 0 && this.#wakes.get(workspaceId) === wakes)
        this.#wakes.delete(workspaceId);
    };
  }

  /** Calls `wake` when queue positions may have changed, at most once a second. Needs an active `subscribe`. */
  onLine(wake: Wake): () => void {
    this.#lineWakes.add(wake);
    return () => void this.#lineWakes.delete(wake);
  }

  /** Calls `wake` when the person's rights may have changed. Needs an active `subscribe`. */
  onAccess(person: { userId: string; sessionId: string | null }, wake: Wake): () => void {
    const watch = { ...person, wake };
    this.#accessWatches.add(watch);
    return () => void this.#accessWatches.delete(watch);
  }

  /** Calls `wake` when someone opened or left a thread. Needs an active `subscribe`. */
  onPresence(wake: Wake): () => void {
    this.#presenceWakes.add(wake);
    return () => void this.#presenceWakes.delete(wake);
  }

  /** The other people in the thread that a tab shows; see `PresenceBoard`. */
  seenFrom(tab: Tab) {
    return this.#presence.seenFrom(tab, Date.now());
  }

  /** Whether the tab is known to show a thread. */
  knows(tab: Tab): boolean {
    return this.#presence.knows(tab);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    if (this.#client !== null || this.#isClosed) return;
    const client = new Client({ connectionString: getEnv().DATABASE_URL, keepAlive: true });
    this.#client = client;
    client.on("notification", ({ channel, payload }) => {
      if (channel === QUEUE_CHANNEL) this.#wakeLine();
      else if (channel === ACCESS_CHANNEL) this.#hearAccess(payload ?? "");
      else if (channel === PRESENCE_CHANNEL) this.#hearPresence(payload ?? "null");
      else this.#wake(payload);
    });
    client.on("error", (error) => this.#lose(client, error));
    client.on("end", () => this.#lose(client, null));
    try {
      await client.connect();
      await client.query(CHANNELS.map((name) => `LISTEN ${name}`).join("; "));
      this.#wakeAll();
    } catch (error) {
      this.#lose(client, error);
    }
  }

  #lose(client: Client, error: unknown): void {
    if (this.#client !== client) return;
    this.#client = null;
    if (this.#isClosed) return;
    log.warn(
      { ...errorFields(error), event: "events.listen_lost" },
      "the event connection was lost",
    );
    void client.end().catch(() => undefined);
    setTimeout(() => void this.#connect(), RECONNECT_MS).unref();
  }

  #wake(workspaceId: string | undefined): void {
    for (const [id, wakes] of this.#wakes) {
      if (id === workspaceId) for (const wake of wakes) wake();
    }
  }

  #hearAccess(payload: string): void {
    const { userId, spare } = readAccessNote(payload);
    for (const watch of this.#accessWatches) {
      if (watch.userId === userId && (spare === null || watch.sessionId !== spare)) watch.wake();
    }
  }

  #hearPresence(payload: string): void {
    const note = readPresenceNote(payload);
    if (note === null || !this.#presence.apply(note, Date.now())) return;
    for (const wake of this.#presenceWakes) wake();
  }

  /** After a gap, any notification may have been missed. */
  #wakeAll(): void {
    for (const wakes of this.#wakes.values()) for (const wake of wakes) wake();
    for (const { wake } of this.#accessWatches) wake();
    this.#wakeLine();
  }
}

const holder = globalThis as typeof globalThis & { pentimentoEventHub?: EventHub };

/** The process's only hub, on globalThis so that a development reload does not open a second connection. */
export function eventHub(): EventHub {
  holder.pentimentoEventHub ??= new EventHub();
  return holder.pentimentoEventHub;
}
