/** Limits that the server enforces and the browser checks before sending. */
export const PROMPT_MAX_CHARS = 32_000;
export const SYSTEM_INSTRUCTION_MAX_CHARS = 8_000;
export const IDEMPOTENCY_KEY_MAX_CHARS = 255;
/** Longest time that a request may wait for pictures, in seconds. */
export const WAIT_MAX_S = 60;
export const TITLE_MAX_CHARS = 200;
/** Mentions in one instruction, repeats included. */
export const MENTIONS_MAX = 100;
export const REFERENCES_MAX = 16;
export const VARIATIONS_MAX = 10;
/** Queued turns per user, across all workspaces. */
export const QUEUED_TURNS_MAX = 500;
/** Event streams (open tabs and programs) per user and process. */
export const STREAMS_MAX = 40;
export const TEMPERATURE_MAX = 2;
export const UPLOAD_MAX_BYTES = 50 * 1024 * 1024;
/** The largest archive that is imported, and the most entries of one, folders included. */
export const IMPORT_MAX_BYTES = 4 * 1024 ** 3;
export const IMPORT_MAX_ENTRIES = 10_000;
/** Upload of a profile picture; only a small square of it is stored. */
export const AVATAR_UPLOAD_MAX_BYTES = 10 * 1024 * 1024;
export const IMAGE_MAX_PIXELS = 40_000_000;
export const PASSWORD_MIN_CHARS = 10;
export const PASSWORD_MAX_CHARS = 200;
/** Attempts per generation without confirmation: the first, and three automatic retries after unbilled refusals. */
export const SENDS_MAX = 4;
/** Turns per page of a thread. */
export const THREAD_PAGE_TURNS = 12;
export const DERIVATIVE_WIDTHS = [256, 512, 1440] as const;
export type DerivativeWidth = (typeof DERIVATIVE_WIDTHS)[number];
export const WORKSPACE_NAME_MAX_CHARS = 80;
/** Maximum uses of an invite link. */
export const INVITE_USES_MAX = 100;
export const INVITE_HOURS_DEFAULT = 72;
export const INVITE_HOURS_MAX = 30 * 24;
