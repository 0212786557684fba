/**
 * Where to go after signing in: a path of this instance, never another site (`//host` and `/\host` are other sites).
 */
export function safeNext(next: string | string[] | undefined): string {
  if (typeof next !== "string" || !next.startsWith("/") || !URL.canParse(next, HERE)) return "/";
  const url = new URL(next, HERE);
  return url.origin === HERE ? url.pathname + url.search + url.hash : "/";
}

/** Placeholder for our own origin: a URL that leaves it is not a path. */
const HERE = "http://studio.invalid";
