import "server-only";
import type { EventFrameName } from "@/lib/contracts/events";
import type { Actor } from "@/lib/server/auth/actor";
import { eventHub } from "@/lib/server/events/hub";
import { announcePresence, type Tab } from "@/lib/server/events/presence";
import { readEvents } from "@/lib/server/events/read";
import { errorFields, log } from "@/lib/server/log";

/** Sends one frame, with or without an id; resolves when the reader has room for more. */
export type SendEvent = (name: EventFrameName, id: string | null, data: unknown) => Promise<void>;

/** How often an idle stream re-checks its session, in milliseconds: a safety net below the notifications. */
const SESSION_CHECK_MS = 5_000;

type Options = {
  signal: AbortSignal;
  /** Whether session, person, membership and role are unchanged since the stream began. */
  isAuthorized: () => Promise<boolean>;
  /** The tab's id for this stream; without it, no presence frames. */
  streamId?: string | null;
};

/**
 * Sends the events of the actor's workspace after `cursor`, then new ones as they happen, until the reader leaves, the
 * session or membership ends, or the role changes: then it sends `access` and resolves. A frame's id is the cursor to
 * resume from. Frames without id, which are not stored: changed queue positions (`line`), changed rights (`access`),
 * and the other people in the tab's thread (`presence`).
 */
export async function streamEvents(
  actor: Actor,
  cursor: bigint,
  send: SendEvent,
  { signal, isAuthorized, streamId = null }: Options,
): Promise<void> {
  const latch = new Latch();
  const hub = eventHub();
  const due = { news: true, line: false, access: false };
  const notify = (what: keyof typeof due) => () => {
    due[what] = true;
    latch.open();
  };
  const onNews = notify("news");
  const unsubscribe = await hub.subscribe(actor.workspaceId, onNews);
  const leaveLine = hub.onLine(notify("line"));
  const leaveAccess = hub.onAccess(actor, notify("access"));
  const presence = streamId === null ? null : watchPresence({ userId: actor.userId, streamId });
  const leavePresence = hub.onPresence(() => latch.open());
  signal.addEventListener("abort", onNews);
  const check = setInterval(onNews, SESSION_CHECK_MS);
  try {
    let at = cursor;
    let checkedAt = Date.now();
    while (!signal.aborted) {
      // Re-check authorization before each send.
      if (due.access || Date.now() - checkedAt >= SESSION_CHECK_MS) {
        const isAnnounced = due.access;
        due.access = false;
        checkedAt = Date.now();
        const isStillAuthorized = await isAuthorized();
        if (isAnnounced || !isStillAuthorized) await send("access", null, {});
        if (!isStillAuthorized) return;
      }
      if (due.news) {
        due.news = false;
        const reached = await sendNews(actor, at, send, isAuthorized);
        if (reached === "access ended") {
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
      await latch.wait();
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

/** Sends presence whenever it changed, and announces when the tab is gone. */
function watchPresence(tab: Tab) {
  let lastSent = "";
  return {
    async send(send: SendEvent): Promise<void> {
      const frame = eventHub().seenFrom(tab);
      const now = JSON.stringify(frame);
      if (now === lastSent) return;
      lastSent = now;
      if (frame !== null) await send("presence", null, frame);
    },
    leave(): void {
      if (!eventHub().knows(tab)) return;
      // A lost notification is harmless: presence expires unless repeated.
      announcePresence({ kind: "left", threadId: null, ...tab }).catch((error: unknown) =>
        log.debug(errorFields(error), "could not announce that a tab left"),
      );
    },
  };
}

/**
 * Sends all new events; returns the new cursor. Rights are checked after the events were read: someone removed by the
 * same or an earlier commit gets none of them, however late the notification.
 */
async function sendNews(
  actor: Actor,
  cursor: bigint,
  send: SendEvent,
  isAuthorized: () => Promise<boolean>,
): Promise<bigint | "access ended"> {
  let at = cursor;
  for (;;) {
    const batch = await readEvents(actor.workspaceId, actor.userId, at);
    const isNews = batch.kind === "reset" || batch.events.length > 0;
    if (isNews && !(await isAuthorized())) return "access ended";
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

/** A latch: opened while nobody waits, it lets the next wait return at once, so no wake-up is lost in between. */
class Latch {
  #isOpen = false;
  #listener: (() => void) | null = null;

  open(): void {
    this.#isOpen = true;
    this.#listener?.();
  }

  async wait(): Promise<void> {
    if (!this.#isOpen) await new Promise<void>((resolve) => (this.#listener = resolve));
    this.#listener = null;
    this.#isOpen = false;
  }
}
