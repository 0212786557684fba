import "server-only";
import type { Socket } from "node:net";
import { Client, buildConnector } from "undici";

export type ConnectOptions = {
  /** For one try, milliseconds. */
  connectMs: number;
  /** Pauses before each further try, milliseconds; as many tries more as there are pauses. */
  connectRetryMs: readonly number[];
  /** Extra certificates to trust (PEM), for a relay with a private authority. */
  ca?: string;
  signal: AbortSignal;
  /** Awaited when the connection stands and nothing has been written to it. */
  beforeSend: () => Promise<void>;
};

/** No connection could be made, or the caller gave up before one was; nothing was sent. */
export class NotConnectedError extends Error {
  constructor(cause: unknown) {
    super("No connection to the upstream", { cause });
    this.name = "NotConnectedError";
  }
}

/** `beforeSend` itself failed; nothing was sent. Holds what it threw. */
export class BeforeSendError extends Error {
  constructor(cause: unknown) {
    super("The call was not allowed to go out", { cause });
    this.name = "BeforeSendError";
  }
}

/**
 * A client for one call on a connection of its own.
 *
 * Not pooled: an idle connection that the other side closes at the very moment of reuse looks like a reset after sending,
 * and then nobody knows whether the picture was paid for. A handshake is nothing beside a call of a minute.
 * All of undici's own time limits are off; whoever sends sets them.
 */
export function singleCallClient(origin: string, options: ConnectOptions): Client {
  const connectOnce = buildConnector({
    timeout: options.connectMs,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  });

  const tryToConnect = (target: buildConnector.Options) =>
    new Promise<Socket>((resolve, reject) => {
      connectOnce(target, (error, socket) => {
        if (error) reject(error);
        else resolve(socket as Socket);
      });
    });

  const connect = async (target: buildConnector.Options): Promise<Socket> => {
    for (let tries = 0; ; tries += 1) {
      if (options.signal.aborted) throw new NotConnectedError(options.signal.reason);
      try {
        return await tryToConnect(target);
      } catch (error) {
        const pause = options.connectRetryMs[tries];
        if (pause === undefined || isCertificateError(error)) throw new NotConnectedError(error);
        await pauseFor(pause, options.signal);
      }
    }
  };

  return new Client(origin, {
    headersTimeout: 0,
    bodyTimeout: 0,
    pipelining: 1,
    maxHeaderSize: 64 * 1024,
    connect(target, callback) {
      void (async () => {
        let socket: Socket | undefined;
        try {
          socket = await connect(target);
          // Until the request owns the socket a late error must not be an uncaught one.
          socket.on("error", () => {});
          await options.beforeSend().catch((error: unknown) => {
            throw new BeforeSendError(error);
          });
          callback(null, socket);
        } catch (error) {
          socket?.destroy();
          callback(error as Error, null);
        }
      })();
    },
  });
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
