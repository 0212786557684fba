import "server-only";
import type { Socket } from "node:net";
import { openSocket } from "./socket";

export type ConnectOptions = {
  /** For one attempt, ms. */
  connectMs: number;
  /** Pauses before each retry, ms; one retry per pause. */
  connectRetryMs: readonly number[];
  /** Certificates to trust (PEM), for a relay with a private CA. */
  ca?: string;
  signal: AbortSignal;
};

/** Connecting failed or was aborted; nothing was sent. */
export class NotConnectedError extends Error {
  constructor(cause: unknown) {
    super("No connection to the upstream", { cause });
    this.name = "NotConnectedError";
  }
}

/**
 * Opens a connection for one call. Not pooled: an idle connection closed by the peer just as it is reused looks like a
 * reset after sending, and leaves the billing unknown. A handshake is cheap next to a call of a minute. Connecting
 * sends nothing, so it may be retried.
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

/** Certificate errors are permanent, so they are not retried. */
export function isCertificateError(error: unknown): boolean {
  const code = codeOf(error);
  return code.startsWith("ERR_TLS_") || /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code);
}

/** The `code` of an error or of its cause, or "". */
export function codeOf(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string" && at.code) return at.code;
    // A name with several addresses fails with one error per address.
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
