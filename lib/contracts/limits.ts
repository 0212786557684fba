/** Limits that both sides know: the server enforces them, the browser says them before sending. */
export const PROMPT_MAX_CHARS = 32_000;
export const SYSTEM_INSTRUCTION_MAX_CHARS = 8_000;
export const IDEMPOTENCY_KEY_MAX_CHARS = 255;
/** Of a request that waits for pictures, in seconds. */
export const WAIT_MAX_S = 60;
export const TITLE_MAX_CHARS = 200;
/** Pictures that one instruction names in its words, each time counted. */
export const MENTIONS_MAX = 100;
export const REFERENCES_MAX = 16;
export const VARIATIONS_MAX = 10;
/** How many turns of one person may wait in the queue at a time, in all workspaces together. */
export const QUEUED_TURNS_MAX = 500;
/** How many event streams (open tabs and programs) one person may have at one process. */
export const STREAMS_MAX = 40;
export const TEMPERATURE_MAX = 2;
export const UPLOAD_MAX_BYTES = 50 * 1024 * 1024;
/** Of a person's own picture; a small square of it is kept. */
export const AVATAR_UPLOAD_MAX_BYTES = 10 * 1024 * 1024;
export const IMAGE_MAX_PIXELS = 40_000_000;
export const PASSWORD_MIN_CHARS = 10;
export const PASSWORD_MAX_CHARS = 200;
/** How often a generation is sent by itself: once, and after unbilled refusals three times more. */
export const SENDS_MAX = 4;
/** How many turns of a path a page of a thread carries. */
export const THREAD_PAGE_TURNS = 12;
export const DERIVATIVE_WIDTHS = [256, 512, 1440] as const;
export type DerivativeWidth = (typeof DERIVATIVE_WIDTHS)[number];
export const WORKSPACE_NAME_MAX_CHARS = 80;
/** How often an invite by link may be used at most. */
export const INVITE_USES_MAX = 100;
export const INVITE_HOURS_DEFAULT = 72;
export const INVITE_HOURS_MAX = 30 * 24;
