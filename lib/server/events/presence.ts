import "server-only";
import { z } from "zod";
import { threadId, userId, type ThreadId, type UserId } from "@/lib/contracts/ids";
import type { Onlooker, PresenceFrame } from "@/lib/contracts/presence";
import { PRESENCE_LASTS_MS } from "@/lib/contracts/presence-beat";
import { db, type Tx } from "@/lib/server/db";

/** The NOTIFY channel by which every process learns who looks at which thread. Nothing of it is kept in the database. */
export const PRESENCE_CHANNEL = "pentimento_presence";

const presenceNote = z.discriminatedUnion("kind", [
  /** A tab looks at a thread. Said again every few seconds for as long as it does. */
  z.object({
    kind: z.literal("here"),
    threadId,
    userId,
    name: z.string(),
    streamId: z.string(),
  }),
  /** A tab no longer looks at this thread; null: at any, its stream has ended. By now it may look at another one. */
  z.object({
    kind: z.literal("left"),
    threadId: threadId.nullable(),
    userId,
    streamId: z.string(),
  }),
  /** A thread is nobody's to look at but its creator's. */
  z.object({ kind: z.literal("cleared"), threadId: z.string() }),
]);
export type PresenceNote = z.infer<typeof presenceNote>;

/** Tells every process; inside a transaction it is heard when that commits. */
export async function announcePresence(note: PresenceNote, tx: Tx = db): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${PRESENCE_CHANNEL}, ${JSON.stringify(note)})`;
}

/** What a notification says; null for one of another version. */
export function readPresenceNote(payload: string): PresenceNote | null {
  return presenceNote.safeParse(JSON.parse(payload)).data ?? null;
}

/** A tab: somebody's event stream. A person cannot speak for another's, whatever id they name. */
export type Tab = { userId: UserId; streamId: string };

type Look = { threadId: ThreadId; person: Onlooker; until: number };

/** Who looks at what, as this process has heard. Whoever is not heard of for a while is gone. */
export class PresenceBoard {
  readonly #looks = new Map<string, Look>();

  /** Takes note of one thing heard at `now` (milliseconds). Gives whether anybody came or went. */
  take(note: PresenceNote, now: number): boolean {
    const hasFaded = this.#sweep(now);
    switch (note.kind) {
      case "here": {
        const before = this.#looks.get(keyOf(note));
        const person = { id: note.userId, name: note.name };
        const until = now + PRESENCE_LASTS_MS;
        this.#looks.set(keyOf(note), { threadId: note.threadId, person, until });
        const isSame = before?.threadId === note.threadId && before.person.name === note.name;
        return hasFaded || !isSame;
      }
      case "left":
        return this.#leave(note, note.threadId) || hasFaded;
      case "cleared":
        return this.#clear(note.threadId) || hasFaded;
    }
  }

  /** Whether a tab is known to look at some thread. */
  knows(tab: Tab): boolean {
    return this.#looks.has(keyOf(tab));
  }

  /** Who else looks at the thread that a tab looks at, each person once, first come first; null where it looks at none. */
  seenFrom(tab: Tab, now: number): PresenceFrame | null {
    this.#sweep(now);
    const own = this.#looks.get(keyOf(tab));
    if (own === undefined) return null;
    const people = new Map<UserId, Onlooker>();
    for (const { threadId: where, person } of this.#looks.values()) {
      if (where === own.threadId && person.id !== tab.userId) people.set(person.id, person);
    }
    return { threadId: own.threadId, people: [...people.values()] };
  }

  #leave(tab: Tab, where: ThreadId | null): boolean {
    const look = this.#looks.get(keyOf(tab));
    if (look === undefined || (where !== null && look.threadId !== where)) return false;
    return this.#looks.delete(keyOf(tab));
  }

  #clear(where: string): boolean {
    let hasChanged = false;
    for (const [key, look] of this.#looks) {
      if (look.threadId === where) hasChanged = this.#looks.delete(key) || hasChanged;
    }
    return hasChanged;
  }

  #sweep(now: number): boolean {
    let hasFaded = false;
    for (const [key, look] of this.#looks) {
      if (look.until <= now) hasFaded = this.#looks.delete(key);
    }
    return hasFaded;
  }
}

function keyOf({ userId: person, streamId }: Tab): string {
  return `${person} ${streamId}`;
}
