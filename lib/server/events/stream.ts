import "server-only";
import type { EventFrameName } from "@/lib/contracts/events";
import type { Actor } from "@/lib/server/auth/actor";
import { eventHub } from "@/lib/server/events/hub";
import { announcePresence, type Tab } from "@/lib/server/events/presence";
import { readEvents } from "@/lib/server/events/read";
import { errorFields, log } from "@/lib/server/log";

/** Sends one frame, numbered or not; resolves when the reader has room for more. */
export type SendEvent = (name: EventFrameName, id: string | null, data: unknown) => Promise<void>;

/** How often a quiet stream looks whether its session is still good, in milliseconds: a net below the notices. */
const SESSION_CHECK_MS = 5_000;

type Options = {
  signal: AbortSignal;
  /** Whether the session, the person, the membership and its role are what they were when the stream began. */
  isStillIn: () => Promise<boolean>;
  /** The tab's name for this stream; without it nothing is said of who else looks at what. */
  streamId?: string | null;
};

/**
 * Sends what happened in the actor's workspace after `cursor`, and goes on as it happens, until the reader leaves, or the
 * session or the membership ends, or the role changes: then it says so (`access`) and resolves. Each frame's id is where a cut stream resumes.
 * Without a number, and kept nowhere, it says when places in the line change (`line`), when the person's rights have
 * changed (`access`), and who else looks at the thread that the tab looks at (`presence`).
 */
export async function streamEvents(
  actor: Actor,
  cursor: bigint,
  send: SendEvent,
  { signal, isStillIn, streamId = null }: Options,
): Promise<void> {
  const bell = new Bell();
  const hub = eventHub();
  const due = { news: true, line: false, access: false };
  const ring = (what: keyof typeof due) => () => {
    due[what] = true;
    bell.ring();
  };
  const onNews = ring("news");
  const unsubscribe = await hub.subscribe(actor.workspaceId, onNews);
  const leaveLine = hub.onLine(ring("line"));
  const leaveAccess = hub.onAccess(actor, ring("access"));
  const presence = streamId === null ? null : watchPresence({ userId: actor.userId, streamId });
  const leavePresence = hub.onPresence(() => bell.ring());
  signal.addEventListener("abort", onNews);
  const check = setInterval(onNews, SESSION_CHECK_MS);
  try {
    let at = cursor;
    let checkedAt = Date.now();
    while (!signal.aborted) {
      // First of all: nothing more goes to somebody who has just been shown the door.
      if (due.access || Date.now() - checkedAt >= SESSION_CHECK_MS) {
        const isSaid = due.access;
        due.access = false;
        checkedAt = Date.now();
        const isIn = await isStillIn();
        if (isSaid || !isIn) await send("access", null, {});
        if (!isIn) return;
      }
      if (due.news) {
        due.news = false;
        const reached = await sendNews(actor, at, send, isStillIn);
        if (reached === "not in any more") {
          Object.assign(due, { access: true, news: true });
          continue;
        }
        at = reached;
      }
      if (due.line) {
        due.line = false;
        await send("line", null, {});
      }
      await presence?.send(send);
      await bell.wait();
    }
  } finally {
    clearInterval(check);
    signal.removeEventListener("abort", onNews);
    unsubscribe();
    leaveLine();
    leaveAccess();
    leavePresence();
    presence?.leave();
  }
}

/** Says who else looks at a tab's thread, each time that this is not what was said last; and when the tab is gone. */
function watchPresence(tab: Tab) {
  let said = "";
  return {
    async send(send: SendEvent): Promise<void> {
      const frame = eventHub().seenFrom(tab);
      const now = JSON.stringify(frame);
      if (now === said) return;
      said = now;
      if (frame !== null) await send("presence", null, frame);
    },
    leave(): void {
      if (!eventHub().knows(tab)) return;
      // A notice that is lost is made up for: who is not heard of fades.
      announcePresence({ kind: "left", threadId: null, ...tab }).catch((error: unknown) =>
        log.debug(errorFields(error), "a tab's leaving could not be said"),
      );
    },
  };
}

/**
 * Everything that is there now; returns the new cursor. The rights are looked at after what is sent was read: who was shown
 * the door by the same commit, or an earlier one, gets none of it, however late the notice of it comes.
 */
async function sendNews(
  actor: Actor,
  cursor: bigint,
  send: SendEvent,
  isStillIn: () => Promise<boolean>,
): Promise<bigint | "not in any more"> {
  let at = cursor;
  for (;;) {
    const batch = await readEvents(actor.workspaceId, actor.userId, at);
    const isNews = batch.kind === "reset" || batch.events.length > 0;
    if (isNews && !(await isStillIn())) return "not in any more";
    at = batch.cursor;
    if (batch.kind === "reset") {
      await send("reset", at.toString(), {});
      continue;
    }
    for (const { seq, payload } of batch.events) {
      await send("change", seq.toString(), payload);
    }
    if (!batch.hasMore) return at;
  }
}

/** Rings once however often it is pulled before somebody listens: no news can fall between reading and waiting. */
class Bell {
  #hasRung = false;
  #listener: (() => void) | null = null;

  ring(): void {
    this.#hasRung = true;
    this.#listener?.();
  }

  async wait(): Promise<void> {
    if (!this.#hasRung) await new Promise<void>((resolve) => (this.#listener = resolve));
    this.#listener = null;
    this.#hasRung = false;
  }
}
