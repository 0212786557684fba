/** What the form for a new token offers. Plain data: the browser carries no schemas. */
export const TOKEN_NAME_MAX_CHARS = 100;

/** For how many days a token may be good; null: until somebody revokes it. */
export const TOKEN_DAYS = [7, 30, 90, 365] as const;

/** How many tokens one person may have that are not revoked. */
export const TOKENS_MAX = 100;
