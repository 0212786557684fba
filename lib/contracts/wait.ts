import { z } from "zod";
import { WAIT_MAX_S } from "@/lib/contracts/limits";

/** How long to wait for the turn to end, in seconds. The reply comes as soon as it ends, or when the time is up. */
export const waitQuery = z.strictObject({
  wait: z.coerce.number().int().min(0).max(WAIT_MAX_S).optional(),
});
