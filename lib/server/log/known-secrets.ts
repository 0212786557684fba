import "server-only";

/** More keys than a studio uses at a time; the least recently used is dropped. */
const KEPT_MAX = 1_000;

/** On globalThis: Next bundles this module more than once, and every copy must redact the same secrets. */
const KEY = Symbol.for("pentimento.known-secrets");
const globals: typeof globalThis & { [KEY]?: Set<string> } = globalThis;
const kept: Set<string> = (globals[KEY] ??= new Set());

/**
 * Remembers, in memory only, a user's key that passed through this process, so that it is redacted from logs and stored
 * answers even after the key itself was deleted.
 */
export function rememberSecret(secret: string): void {
  kept.delete(secret);
  kept.add(secret);
  const [oldest] = kept;
  if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
}

/** The remembered keys, for redaction only. */
export function knownSecrets(): readonly string[] {
  return [...kept];
}
