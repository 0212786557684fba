/** Where to go after signing in: a path of this studio, never another site. `//host` and `/\host` are other sites. */
export function safeNext(next: string | string[] | undefined): string {
  if (typeof next !== "string" || !next.startsWith("/") || !URL.canParse(next, HERE)) return "/";
  const url = new URL(next, HERE);
  return url.origin === HERE ? url.pathname + url.search + url.hash : "/";
}

/** Stands in for our own address, which does not matter: an address that leaves it is not a path. */
const HERE = "http://studio.invalid";
