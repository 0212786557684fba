import "server-only";
import { z } from "zod";
import { threadId, userId, type ThreadId, type UserId } from "@/lib/contracts/ids";
import type { PresentUser, PresenceFrame } from "@/lib/contracts/presence";
import { PRESENCE_LASTS_MS } from "@/lib/contracts/presence-beat";
import { db, type Tx } from "@/lib/server/db";

/** The NOTIFY channel for presence. None of it is stored in the database. */
export const PRESENCE_CHANNEL = "pentimento_presence";

const presenceNote = z.discriminatedUnion("kind", [
  /** A tab shows a thread. Repeated every few seconds while it does. */
  z.object({
    kind: z.literal("here"),
    threadId,
    userId,
    name: z.string(),
    streamId: z.string(),
  }),
  /** A tab no longer shows this thread (it may show another by now); null: its stream ended. */
  z.object({
    kind: z.literal("left"),
    threadId: threadId.nullable(),
    userId,
    streamId: z.string(),
  }),
  /** A thread became private: remove everyone but its creator. */
  z.object({ kind: z.literal("cleared"), threadId: z.string() }),
]);
export type PresenceNote = z.infer<typeof presenceNote>;

/** Notifies every process; inside a transaction it is delivered on commit. */
export async function announcePresence(note: PresenceNote, tx: Tx = db): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${PRESENCE_CHANNEL}, ${JSON.stringify(note)})`;
}

/** Parses a notification's payload; null for one of another version. */
export function readPresenceNote(payload: string): PresenceNote | null {
  return presenceNote.safeParse(JSON.parse(payload)).data ?? null;
}

/** A tab, identified by its event stream. Keyed with the user, so that nobody can act for another person's tab. */
export type Tab = { userId: UserId; streamId: string };

type Look = { threadId: ThreadId; person: PresentUser; until: number };

/** Who shows which thread, as far as this process was notified. Entries expire unless repeated. */
export class PresenceBoard {
  readonly #looks = new Map<string, Look>();

  /** Applies a notification at `now` (milliseconds). Returns whether anyone came or left. */
  apply(note: PresenceNote, now: number): boolean {
    const hasExpired = this.#sweep(now);
    switch (note.kind) {
      case "here": {
        const before = this.#looks.get(keyOf(note));
        const person = { id: note.userId, name: note.name };
        const until = now + PRESENCE_LASTS_MS;
        this.#looks.set(keyOf(note), { threadId: note.threadId, person, until });
        const isSame = before?.threadId === note.threadId && before.person.name === note.name;
        return hasExpired || !isSame;
      }
      case "left":
        return this.#leave(note, note.threadId) || hasExpired;
      case "cleared":
        return this.#clear(note.threadId) || hasExpired;
    }
  }

  /** Whether the tab is known to show a thread. */
  knows(tab: Tab): boolean {
    return this.#looks.has(keyOf(tab));
  }

  /** The other people in the thread that a tab shows, each once, by time of arrival; null if it shows none. */
  seenFrom(tab: Tab, now: number): PresenceFrame | null {
    this.#sweep(now);
    const own = this.#looks.get(keyOf(tab));
    if (own === undefined) return null;
    const people = new Map<UserId, PresentUser>();
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
    let hasExpired = false;
    for (const [key, look] of this.#looks) {
      if (look.until <= now) hasExpired = this.#looks.delete(key);
    }
    return hasExpired;
  }
}

function keyOf({ userId: person, streamId }: Tab): string {
  return `${person} ${streamId}`;
}
