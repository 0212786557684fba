import { z } from "zod";
import { generationId } from "@/lib/contracts/ids";

/** Queue position of a generation that waits for a free slot at the upstream. */
export const linePlace = z.object({
  generationId,
  /** 1 is next. Counts all workspaces. */
  place: z.int(),
  /** Expected start, from the usual times of the generations before it; null without history. */
  startsAt: z.iso.datetime().nullable(),
});

export const lineView = z.object({
  places: z.array(linePlace),
  /**
   * Those that wait because the disk is nearly full: nothing was sent for a `queued` one, and the answer of a `received` one
   * is safe and not a picture yet. They go on by themselves once there is room, and have no place meanwhile.
   */
  heldBack: z.array(generationId),
});
export type LineView = z.infer<typeof lineView>;
