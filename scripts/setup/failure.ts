/**
 * A failure that the user can fix. The launcher prints `message` as one line, without a stack trace, and exits with
 * code 1. The message says what is wrong and how to fix it.
 */
export class Failure extends Error {
  override readonly name = "Failure";
}

/** The `code` of a Node system error (`ENOSPC`, `EADDRINUSE`, …) or of a PostgreSQL error (`57P03`). */
export function errorCode(error: unknown): string | undefined {
  if (error instanceof Error && "code" in error && typeof error.code === "string") {
    return error.code;
  }
  return undefined;
}

/** The error's message; also works for thrown values that are no Error. */
export function errorMessage(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return errorMessage(error.errors[0]);
  }
  return error instanceof Error ? error.message : String(error);
}

/** A readable line for known system errors; undefined for all others. */
export function explain(error: unknown): string | undefined {
  if (error instanceof Failure) return error.message;
  const text = errorMessage(error);
  const code = errorCode(error);
  if (code === "ENOSPC" || code === "53100" || /no space left on device/i.test(text)) {
    return "The disk is full. Free some space, or move DATA_DIR to a larger disk, and start again.";
  }
  if (code === "EROFS") {
    return `The disk is read-only (${text}). Point DATA_DIR at a folder that can be written.`;
  }
  if (code === "EACCES" || code === "EPERM") {
    return `Permission denied (${text}). Give this account access to it, or point DATA_DIR elsewhere.`;
  }
  return undefined;
}

/** Prints one line for a known failure, or the whole error for a bug, and exits. */
export function exitWith(error: unknown): never {
  const line = explain(error);
  if (line === undefined) console.error(error);
  else console.error(`\n✗ ${line}`);
  process.exit(1);
}
