/** Options of the form for a new token. Plain data, so the browser loads no schemas. */
export const TOKEN_NAME_MAX_CHARS = 100;

/** Lifetimes in days; null: until revoked. */
export const TOKEN_DAYS = [7, 30, 90, 365] as const;

/** Maximum of active tokens per person. */
export const TOKENS_MAX = 100;
