/**
 * Which sendings are asked for. `billed_without_picture`, the default: charged or perhaps charged, and no picture came.
 * `all`: whatever was tried.
 */
export const ATTEMPT_OUTCOMES = ["billed_without_picture", "all"] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];
