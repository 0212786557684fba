import { z } from "zod";
import { generationView } from "@/lib/contracts/generations";
import { threadId, userId } from "@/lib/contracts/ids";
import { imageView } from "@/lib/contracts/images";
import { threadSummary } from "@/lib/contracts/threads";
import { turnView } from "@/lib/contracts/turns";

/**
 * Payloads of the event stream. A frame's SSE id is the workspace's event number, which rises by one in commit order,
 * so resuming with Last-Event-ID misses nothing.
 */
export const eventPayload = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("thread.changed"), thread: threadSummary }),
  z.object({ kind: z.literal("thread.removed"), threadId }),
  /** The thread became private: everyone but its creator removes it. */
  z.object({ kind: z.literal("thread.hidden"), threadId, createdById: userId }),
  z.object({ kind: z.literal("turn.created"), turn: turnView, thread: threadSummary }),
  /** `thread` is included when the list must change too (a new cover, nothing in progress any more). */
  z.object({
    kind: z.literal("generation.changed"),
    generation: generationView,
    thread: threadSummary.nullable(),
  }),
  /** An image was stored: generated, cropped or uploaded. */
  z.object({ kind: z.literal("image.added"), image: imageView, createdById: userId }),
  /** Something about one image changed, its coming back from the trash and its purge included. */
  z.object({ kind: z.literal("image.changed"), image: imageView }),
  z.object({ kind: z.literal("image.trashed"), image: imageView }),
  /** Many images changed at once (a bulk act, a thread hidden, trashed or restored): refetch what shows images. */
  z.object({ kind: z.literal("images.changed") }),
  /** A connection check progressed or its findings were saved. Sent to instance owners only. */
  z.object({ kind: z.literal("upstream.changed"), areFindingsNew: z.boolean() }),
  /** Links were made, changed, opened for the first time or revoked; refetch what shows them. */
  z.object({ kind: z.literal("shares.changed") }),
  /** The receiver's notices changed. Sent to that person only. */
  z.object({ kind: z.literal("notices.changed") }),
  /** The workspace's name, settings, members or invites changed; pages that show them refetch. */
  z.object({ kind: z.literal("workspace.changed") }),
]);
export type EventPayload = z.infer<typeof eventPayload>;

/** Events of a thread. */
export type ThreadEvent = Extract<
  EventPayload,
  { kind: `thread.${string}` | "turn.created" | "generation.changed" }
>;

/** Events of images. Those of one image have its view. */
export type ImageEvent = Extract<EventPayload, { kind: `image.${string}` | "images.changed" }>;

/**
 * SSE `event:` names. `reset`: the requested past is no longer kept; refetch everything. `line`: queue positions may
 * have changed; refetch them. `presence`: who else is viewing this tab's thread (a `PresenceFrame`). `access`: rights
 * changed; refetch the studio state; if the session or membership is over, the stream ends with it. All but `change`
 * have no number and are not stored.
 */
export type EventFrameName = "change" | "reset" | "line" | "presence" | "access";
