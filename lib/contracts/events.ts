import { z } from "zod";
import { generationView } from "@/lib/contracts/generations";
import { threadId, userId } from "@/lib/contracts/ids";
import { threadSummary } from "@/lib/contracts/threads";
import { turnView } from "@/lib/contracts/turns";

/**
 * What the event stream carries. Every frame's SSE id is the workspace's event number, which rises by one
 * in commit order, so a stream that resumes with Last-Event-ID misses nothing.
 */
export const eventPayload = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("thread.changed"), thread: threadSummary }),
  z.object({ kind: z.literal("thread.removed"), threadId }),
  /** It is private now: it leaves the lists and pages of everybody but its maker. */
  z.object({ kind: z.literal("thread.hidden"), threadId, makerId: userId }),
  z.object({ kind: z.literal("turn.created"), turn: turnView, thread: threadSummary }),
  /** `thread` rides along when the list must change too (a new cover, nothing under way any more). */
  z.object({
    kind: z.literal("generation.changed"),
    generation: generationView,
    thread: threadSummary.nullable(),
  }),
  /** A connection check went on, or its findings were saved: said to the owners of the installation alone. */
  z.object({ kind: z.literal("upstream.changed"), areFindingsNew: z.boolean() }),
  /** The workspace's name, settings, members or invites; whoever shows them asks for them. */
  z.object({ kind: z.literal("workspace.changed") }),
]);
export type EventPayload = z.infer<typeof eventPayload>;

/** What happens in a thread. */
export type ThreadEvent = Exclude<EventPayload, { kind: "upstream.changed" | "workspace.changed" }>;

/**
 * SSE `event:` names. `reset`: the past asked for is no longer kept, read everything anew. `line`: places in the line may
 * have changed, ask for them anew; it has no number and is not kept, since only the present place counts. `presence`: who
 * else looks at the thread that this stream's tab looks at (a `PresenceFrame`), likewise unnumbered. `access`: one's rights
 * have changed, read the studio's state anew; where the session or the membership is over the stream ends with it.
 */
export type EventFrameName = "change" | "reset" | "line" | "presence" | "access";
