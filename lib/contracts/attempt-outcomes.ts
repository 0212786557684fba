/** `billed_without_picture` (the default): billed or possibly billed, and no image arrived. `all`: every attempt. */
export const ATTEMPT_OUTCOMES = ["billed_without_picture", "all"] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];
