import "server-only";
import type { EventFrameName } from "@/lib/contracts/events";
import type { Actor } from "@/lib/server/auth/actor";
import { eventHub } from "@/lib/server/events/hub";
import { readEvents } from "@/lib/server/events/read";

/** Sends one frame, numbered or not; resolves when the reader has room for more. */
export type SendEvent = (name: EventFrameName, id: string | null, data: unknown) => Promise<void>;

/** How often a quiet stream looks whether its session is still good, in milliseconds. */
const SESSION_CHECK_MS = 5_000;

/**
 * Sends what happened in the actor's workspace after `cursor`, and goes on as it happens, until the reader leaves
 * or the session ends. Each frame's id is where a cut stream resumes. When places in the line change it says so, too.
 */
export async function streamEvents(
  actor: Actor,
  cursor: bigint,
  send: SendEvent,
  { signal, isStillIn }: { signal: AbortSignal; isStillIn: () => Promise<boolean> },
): Promise<void> {
  const bell = new Bell();
  let isNews = true;
  let hasLineMoved = false;
  const ring = () => {
    isNews = true;
    bell.ring();
  };
  const unsubscribe = await eventHub().subscribe(actor.workspaceId, ring);
  const leaveLine = eventHub().onLine(() => {
    hasLineMoved = true;
    bell.ring();
  });
  signal.addEventListener("abort", ring);
  const check = setInterval(ring, SESSION_CHECK_MS);
  try {
    let at = cursor;
    let checkedAt = Date.now();
    while (!signal.aborted) {
      if (isNews) {
        isNews = false;
        at = await sendNews(actor, at, send);
      }
      if (hasLineMoved) {
        hasLineMoved = false;
        await send("line", null, {});
      }
      await bell.wait();
      if (Date.now() - checkedAt < SESSION_CHECK_MS) continue;
      checkedAt = Date.now();
      if (!(await isStillIn())) throw new Error("the session has ended");
    }
  } finally {
    clearInterval(check);
    signal.removeEventListener("abort", ring);
    unsubscribe();
    leaveLine();
  }
}

/** Everything that is there now; returns the new cursor. */
async function sendNews(actor: Actor, cursor: bigint, send: SendEvent): Promise<bigint> {
  let at = cursor;
  for (;;) {
    const batch = await readEvents(actor.workspaceId, actor.userId, at);
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
