import "server-only";
import { type Problem, type ProblemCode, PROBLEMS } from "@/lib/contracts/problems";

type Extra = {
  /** Where the problem lies, as a path into the body or query: "settings.variations". */
  field?: string;
  /** Numbers that the sentence for people needs, such as `{ max: 16 }`. */
  details?: Record<string, string | number>;
  /** For the log alone; never reaches the caller. */
  cause?: unknown;
};

/** The one error that the domain throws: a code of the table in contracts/problems.ts, which fixes status and title. */
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
 * Any thrown thing as the body of a problem+json answer. What we did not throw ourselves becomes `internal`
 * without a word of its own, but for two outcomes of the machine that a person can mend: a full disk
 * (`storage_full`) and a database that does not answer (`unavailable`).
 */
export function toProblem(error: unknown, requestId: string): Problem {
  const known = error instanceof AppError ? error : new AppError(codeOfForeign(error));
  const { status, title } = PROBLEMS[known.code];
  return {
    type: `about:blank#${known.code}`,
    title,
    status,
    code: known.code,
    ...(known.extra.field !== undefined && { field: known.extra.field }),
    ...(known.extra.details && { details: known.extra.details }),
    requestId,
  };
}

function codeOfForeign(error: unknown): ProblemCode {
  for (const layer of layersOf(error)) {
    if (isDiskFull(layer)) return "storage_full";
    if (isDatabaseAway(layer)) return "unavailable";
  }
  return "internal";
}

/** ENOSPC and EDQUOT are the file system's, 53100 is PostgreSQL's (class 53, insufficient resources). */
function isDiskFull(layer: Layer): boolean {
  return (
    layer.name === "BlobStoreFull" ||
    ["ENOSPC", "EDQUOT", "53100"].includes(layer.code) ||
    /could not extend file|No space left on device/i.test(layer.message)
  );
}

/** Prisma: P1001 unreachable, P1002 timed out, P1017 closed; PostgreSQL: class 57P is shutdown and start-up, 08 connection, 53300 full house. */
function isDatabaseAway(layer: Layer): boolean {
  return (
    ["P1001", "P1002", "P1017", "P2024", "53300"].includes(layer.code) ||
    /^(57P0[1-3]|08\w{3})$/.test(layer.code) ||
    ["DatabaseNotReachable", "ConnectionClosed", "TooManyConnections"].includes(layer.kind)
  );
}

type Layer = { name: string; code: string; kind: string; message: string };

/** An error and what lies under it: Prisma wraps the driver's error in `meta.driverAdapterError`, which wraps pg's in `cause`. */
function* layersOf(error: unknown): Generator<Layer> {
  let pending: unknown[] = [error];
  for (let seen = 0; seen < 10 && pending.length > 0; seen += 1) {
    const [layer, ...rest] = pending;
    pending = rest;
    if (typeof layer !== "object" || layer === null) continue;
    yield {
      name: textAt(layer, "name"),
      code: textAt(layer, "code") || textAt(layer, "originalCode"),
      kind: textAt(layer, "kind"),
      message: textAt(layer, "message") || textAt(layer, "originalMessage"),
    };
    const meta: unknown = Reflect.get(layer, "meta");
    pending.push(Reflect.get(layer, "cause"));
    if (typeof meta === "object" && meta !== null) {
      pending.push(Reflect.get(meta, "driverAdapterError"));
    }
  }
}

function textAt(layer: object, key: string): string {
  const value: unknown = Reflect.get(layer, key);
  return typeof value === "string" ? value : "";
}
