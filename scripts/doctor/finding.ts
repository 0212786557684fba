/** The result of one check. Every state but ok has a remedy. */
export type Finding =
  | { check: string; state: "ok"; says: string }
  | { check: string; state: "warn" | "wrong"; says: string; remedy: string };

export function ok(check: string, says: string): Finding {
  return { check, state: "ok", says };
}

/** Works now, but may fail soon or for some. */
export function warn(check: string, says: string, remedy: string): Finding {
  return { check, state: "warn", says, remedy };
}

export function wrong(check: string, says: string, remedy: string): Finding {
  return { check, state: "wrong", says, remedy };
}

const MEBIBYTE = 1024 * 1024;

export function inMegabytes(bytes: number): string {
  return `${Math.round(bytes / MEBIBYTE)} MB`;
}
