import "server-only";
import { type Problem, type ProblemCode, PROBLEMS } from "@/lib/contracts/problems";

type Extra = {
  /** The path into the body or query: "settings.variations". */
  field?: string;
  /** Values for the message shown to people, such as `{ max: 16 }`. */
  details?: Record<string, string | number>;
  /** What was expected there, in English, for developers. Never the value that was sent. */
  detail?: string;
  /** For the log only; never sent to the caller. */
  cause?: unknown;
};

/** The one error that the domain throws: a code of the table in contracts/problems.ts, which sets status and title. */
export class AppError extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly extra: Extra = {},
  ) {
    super(code, { cause: extra.cause });
    this.name = "AppError";
  }
}

/**
 * Any thrown value as the body of a problem+json response. Everything that is not an AppError becomes `internal`
 * without its message, except two conditions that a person can fix: a full disk (`storage_full`) and an unavailable
 * database (`unavailable`).
 */
export function toProblem(error: unknown, requestId: string): Problem {
  const known = error instanceof AppError ? error : new AppError(codeOfForeign(error));
  const { status, title } = PROBLEMS[known.code];
  return {
    type: `about:blank#${known.code}`,
    title,
    status,
    code: known.code,
    ...(known.extra.detail !== undefined && { detail: known.extra.detail }),
    ...(known.extra.field !== undefined && { field: known.extra.field }),
    ...(known.extra.details && { details: known.extra.details }),
    requestId,
  };
}

function codeOfForeign(error: unknown): ProblemCode {
  if (isDiskFull(error)) return "storage_full";
  return isDatabaseAway(error) ? "unavailable" : "internal";
}

/** Whether an error means lack of space: on the disk, in a quota, or in the database's own files. */
export function isDiskFull(error: unknown): boolean {
  return layersOf(error).some(
    (layer) =>
      layer.name === "BlobStoreFull" ||
      // The first two are the file system's, the last is PostgreSQL's (class 53, insufficient resources).
      ["ENOSPC", "EDQUOT", "53100"].includes(layer.code) ||
      /could not extend file|No space left on device/i.test(layer.message),
  );
}

/** Unreachable, timed out, closed, no connection free, a transaction that lost its connection. */
const AWAY_BY_PRISMA = /^(P1001|P1002|P1008|P1017|P2024|P2028)$/;
/** PostgreSQL: class 08 is the connection, 57P shutdown, crash and start-up, 53300 too many connections. */
const AWAY_BY_STATE = /^(08\w{3}|57P0[1-5]|53300)$/;
const AWAY_BY_SOCKET = /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT)$/;
/** pg's messages without a code; the last is its pool's, when no connection came free in time. */
const AWAY_BY_WORDS =
  /^(connection terminated|client has encountered a connection error|timeout exceeded when trying to connect)/i;

/**
 * Whether a query failed because the database is unavailable (stopped, restarting, unreachable), not because of the
 * query. It is then unknown whether a commit went through.
 */
export function isDatabaseAway(error: unknown): boolean {
  return layersOf(error).some(
    ({ code, kind, syscall, message }) =>
      [AWAY_BY_PRISMA, AWAY_BY_STATE, AWAY_BY_SOCKET].some((codes) => codes.test(code)) ||
      ["DatabaseNotReachable", "ConnectionClosed", "TooManyConnections"].includes(kind) ||
      // The embedded server's socket is gone. (A missing file has the same code; Prisma keeps only the message.)
      (code === "ENOENT" && (syscall === "connect" || /\bconnect ENOENT /.test(message))) ||
      AWAY_BY_WORDS.test(message),
  );
}

/**
 * Whether PostgreSQL aborted a transaction with a deadlock (40P01) or a serialization failure (40001): it was rolled
 * back as a whole, and may succeed when it runs again.
 */
export function isWriteConflict(error: unknown): boolean {
  return layersOf(error).some(
    ({ code, kind }) =>
      ["P2034", "40001", "40P01"].includes(code) || kind === "TransactionWriteConflict",
  );
}

/** Whether a row with the same unique value exists (P2002 in a query of Prisma's, 23505 in a raw one). */
export function isUniqueViolation(error: unknown): boolean {
  return layersOf(error).some(({ code }) => ["P2002", "23505"].includes(code));
}

/** Too many open files or processes, too little memory, a file locked by another process: a retry may succeed. */
const SHORT_OF = /^(EMFILE|ENFILE|EAGAIN|EBUSY|ENOMEM|EINTR|ETXTBSY|53200|55P03|57014)$/;

/**
 * Whether an error is transient: the machine lacks a resource, or the database is unavailable or aborted the
 * transaction; the input is not at fault.
 */
export function isPassing(error: unknown): boolean {
  return (
    isDatabaseAway(error) ||
    isWriteConflict(error) ||
    layersOf(error).some(({ code }) => SHORT_OF.test(code))
  );
}

type Layer = { name: string; code: string; kind: string; syscall: string; message: string };

/**
 * An error and its causes: Prisma wraps the driver's error in `meta.driverAdapterError`, which wraps pg's in `cause`.
 */
function layersOf(error: unknown): Layer[] {
  const layers: Layer[] = [];
  let pending: unknown[] = [error];
  for (let seen = 0; seen < 10 && pending.length > 0; seen += 1) {
    const [layer, ...rest] = pending;
    pending = rest;
    if (typeof layer !== "object" || layer === null) continue;
    layers.push({
      name: textAt(layer, "name"),
      code: textAt(layer, "code") || textAt(layer, "originalCode"),
      kind: textAt(layer, "kind"),
      syscall: textAt(layer, "syscall"),
      message: textAt(layer, "message") || textAt(layer, "originalMessage"),
    });
    const meta: unknown = Reflect.get(layer, "meta");
    pending.push(Reflect.get(layer, "cause"));
    if (typeof meta === "object" && meta !== null) {
      pending.push(Reflect.get(meta, "driverAdapterError"));
    }
  }
  return layers;
}

function textAt(layer: object, key: string): string {
  const value: unknown = Reflect.get(layer, key);
  return typeof value === "string" ? value : "";
}
