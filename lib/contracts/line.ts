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
export type LinePlace = z.infer<typeof linePlace>;

export const lineView = z.object({ places: z.array(linePlace) });
