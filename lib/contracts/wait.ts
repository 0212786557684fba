import { z } from "zod";
import { WAIT_MAX_S } from "@/lib/contracts/limits";

/** How long to wait for the end, in seconds: the answer comes when it is there, or when the time is up. */
export const waitQuery = z.strictObject({
  wait: z.coerce.number().int().min(0).max(WAIT_MAX_S).optional(),
});
