import { z } from "zod";
import { generationId } from "@/lib/contracts/ids";

/** Queue position of a generation that waits for a free slot at the upstream. */
export const queuePosition = z.object({
  generationId,
  /** 1 is next. Counts all workspaces. */
  place: z.int(),
  /** Expected start, from the usual times of the generations before it; null without history. */
  startsAt: z.iso.datetime().nullable(),
});

export const lineView = z.object({
  places: z.array(queuePosition),
  /**
   * Generations that wait because the disk is nearly full: a `queued` one was not sent; the answer of a `received`
   * one is safe but not stored as an image yet. They continue automatically once there is space and have no queue
   * position meanwhile.
   */
  heldBack: z.array(generationId),
});
export type LineView = z.infer<typeof lineView>;
