import "server-only";
import { pino } from "pino";
import { getEnv } from "@/lib/server/env";
import { scrub } from "@/lib/server/log/scrub";

export type Log = Pick<pino.Logger, "debug" | "info" | "warn" | "error">;

/**
 * The logger: one JSON object per line on stdout. Every field and message goes through `scrub`, so that secrets and
 * image bytes never reach it.
 */
export const log: pino.Logger = makeLog();

/** Separate so that tests can read the output. */
export function makeLog(destination?: pino.DestinationStream): pino.Logger {
  return pino(
    {
      level: levelOf(),
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      // errorFields() has already serialised it; pino's own serialiser would flatten the causes.
      serializers: { err: (described: unknown) => described },
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => scrubFields(fields),
      },
      hooks: {
        logMethod(args, method) {
          const scrubbed = args.map((arg: unknown) => (typeof arg === "string" ? scrub(arg) : arg));
          method.apply(this, asLogArguments(scrubbed));
        },
      },
    },
    destination,
  );
}

/** An error as log fields: name, code, message and stack, with its causes. */
export function errorFields(error: unknown): { err: unknown } {
  return { err: describe(error, 0) };
}

const CAUSES_MAX = 4;

function describe(error: unknown, depth: number): unknown {
  if (!(error instanceof Error)) return error;
  const code: unknown = Reflect.get(error, "code");
  const meta: unknown = Reflect.get(error, "meta");
  return {
    name: error.name,
    ...((typeof code === "string" || typeof code === "number") && { code }),
    message: error.message,
    stack: error.stack,
    ...(typeof meta === "object" && meta !== null && { meta }),
    ...(error.cause !== undefined &&
      depth < CAUSES_MAX && { cause: describe(error.cause, depth + 1) }),
  };
}

function scrubFields(fields: Record<string, unknown>): Record<string, unknown> {
  const scrubbed = scrub(fields);
  return typeof scrubbed === "object" && scrubbed !== null ? { ...scrubbed } : {};
}

/** pino types its arguments as a tuple; mapping them keeps their number and types. */
function asLogArguments(args: unknown[]): Parameters<pino.LogFn> {
  return args as Parameters<pino.LogFn>;
}

/** A wrong `.env` must fail where settings are checked, not on the first import of the logger. */
function levelOf(): string {
  try {
    return getEnv().LOG_LEVEL;
  } catch {
    return "info";
  }
}
