import "server-only";
import type { Socket } from "node:net";
import { openSocket } from "./socket";

export type ConnectOptions = {
  /** For one try, milliseconds. */
  connectMs: number;
  /** Pauses before each further try, milliseconds; as many tries more as there are pauses. */
  connectRetryMs: readonly number[];
  /** Certificates to trust (PEM), for a relay with a private authority. */
  ca?: string;
  signal: AbortSignal;
};

/** No connection could be made, or the caller gave up before one was; nothing was sent. */
export class NotConnectedError extends Error {
  constructor(cause: unknown) {
    super("No connection to the upstream", { cause });
    this.name = "NotConnectedError";
  }
}

/**
 * A connection of one call's own. Not from a pool: an idle connection that the other side closes at the very moment of reuse looks
 * like a reset after sending, and then nobody knows whether the picture was paid for. A handshake is nothing beside a call of
 * a minute. Connecting may be tried again at will, since nothing is sent by it.
 * @throws NotConnectedError
 */
export async function connectForCall(origin: URL, options: ConnectOptions): Promise<Socket> {
  const isSecure = origin.protocol === "https:";
  for (let tries = 0; ; tries += 1) {
    try {
      return await openSocket({
        isSecure,
        host: origin.hostname.replace(/^\[|\]$/g, ""),
        port: Number(origin.port) || (isSecure ? 443 : 80),
        timeoutMs: options.connectMs,
        signal: options.signal,
        ca: options.ca,
      });
    } catch (error) {
      const pause = options.connectRetryMs[tries];
      if (pause === undefined || options.signal.aborted || isCertificateError(error)) {
        throw new NotConnectedError(error);
      }
      await pauseFor(pause, options.signal);
    }
  }
}

/** A certificate that is wrong now is wrong in a second, too. */
export function isCertificateError(error: unknown): boolean {
  const code = codeOf(error);
  return code.startsWith("ERR_TLS_") || /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code);
}

/** The `code` of an error or of what caused it, or "". */
export function codeOf(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string" && at.code) return at.code;
    // A name with several addresses fails with one error for each.
    if (at instanceof AggregateError && at.errors.length > 0) return codeOf(at.errors[0]);
  }
  return "";
}

function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done, { once: true });
  });
}
