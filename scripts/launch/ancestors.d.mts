/** Calls `onLost` once when npm, or the shell in which npm runs a script, is killed. */
export function watchAncestors(onLost: () => void, everyMs?: number): void;
