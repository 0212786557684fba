import "server-only";
import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

export type SocketTarget = {
  isSecure: boolean;
  /** Name or address to connect to. */
  host: string;
  port: number;
  /** Name the certificate must match. Default: the host, if it is a name. */
  servername?: string;
  /** Certificates to trust instead of the system's (PEM). */
  ca?: string;
  timeoutMs: number;
  signal?: AbortSignal;
};

/** Delay before TCP keep-alive probes on a silent connection, ms. */
const KEEPALIVE_MS = 60_000;

/**
 * Opens a connection, including the TLS handshake.
 * @throws the network's error, or the signal's reason
 */
export function openSocket(target: SocketTarget): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (target.signal?.aborted) {
      reject(target.signal.reason as Error);
      return;
    }
    const { host, port } = target;
    const servername = target.servername ?? (isIP(host) ? "" : host);
    const socket: Socket = target.isSecure
      ? connectTls({ host, port, servername, ca: target.ca, ALPNProtocols: ["http/1.1"] })
      : connectTcp({ host, port });
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEPALIVE_MS);

    const settle = (error: Error | null) => {
      clearTimeout(timer);
      target.signal?.removeEventListener("abort", onAbort);
      if (error === null) {
        resolve(socket);
      } else {
        socket.destroy();
        reject(error);
      }
    };
    const onAbort = () => settle(target.signal?.reason as Error);
    const timer = setTimeout(() => {
      settle(Object.assign(new Error("connecting took too long"), { code: "ETIMEDOUT" }));
    }, target.timeoutMs);
    target.signal?.addEventListener("abort", onAbort, { once: true });
    // The listener stays: until a request owns the socket, a late error would be uncaught.
    socket.on("error", settle);
    socket.once(target.isSecure ? "secureConnect" : "connect", () => settle(null));
  });
}
