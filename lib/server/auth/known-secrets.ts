import "server-only";

/** More keys than any studio uses at a time; the longest unused is forgotten first. */
const KEPT_MAX = 1_000;

/** On globalThis: Next bundles this module more than once, and what one part has seen no other may log. */
const KEY = Symbol.for("pentimento.known-secrets");
const globals: typeof globalThis & { [KEY]?: Set<string> } = globalThis;
const kept: Set<string> = (globals[KEY] ??= new Set());

/**
 * Remembers a key that was brought and has passed through this process, so that it is taken out of whatever is logged or
 * kept of an answer, also where the key itself is removed meanwhile. Never written anywhere.
 */
export function rememberSecret(secret: string): void {
  kept.delete(secret);
  kept.add(secret);
  const [oldest] = kept;
  if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
}

export function knownSecrets(): readonly string[] {
  return [...kept];
}
