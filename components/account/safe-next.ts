/** Where to go after signing in: a path of this studio, never another site. `//host` and `/\host` are other sites. */
export function safeNext(next: string | string[] | undefined): string {
  const path = typeof next === "string" ? next : "/";
  return /^\/(?![/\\])/.test(path) && !/[\u0000-\u001f]/.test(path) ? path : "/";
}
