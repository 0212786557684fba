import { z } from "zod";
import { generationId } from "@/lib/contracts/ids";

/** Where a generation stands that waits for a free place at the upstream. */
export const linePlace = z.object({
  generationId,
  /** 1 is next. Over everybody who waits, whichever workspace's. */
  place: z.int(),
  /** When its call will begin, by the usual times of those before it; null while there is no history to go by. */
  startsAt: z.iso.datetime().nullable(),
});
export type LinePlace = z.infer<typeof linePlace>;

export const lineView = z.object({ places: z.array(linePlace) });
