/** One thing that was looked at. What is not ok says how to mend it. */
export type Finding =
  | { check: string; state: "ok"; says: string }
  | { check: string; state: "warn" | "wrong"; says: string; remedy: string };

export function ok(check: string, says: string): Finding {
  return { check, state: "ok", says };
}

/** It works, and may not for long, or not for everybody. */
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
