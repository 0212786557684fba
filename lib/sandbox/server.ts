import "server-only";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Painter, send } from "./painter";
import { PictureMemory } from "./memory";
import type { PaintedModel } from "./requests";
import * as wire from "./wire";

export type SandboxOptions = {
  /** The only key that is accepted. */
  apiKey: string;
  /** Models served; defaults to the provider's two. */
  models?: readonly PaintedModel[];
  /** From request to answer, painting included; 1-3 s by default. Painting may take longer. */
  latency?: { minMs: number; maxMs: number };
  /** Loopback only: the sandbox is not a network service. */
  host?: "127.0.0.1";
  /** 0 or absent picks a free port. */
  port?: number;
  /** Folder for scenes that survive a restart; absent keeps them in memory. */
  stateDir?: string;
  /** Fixes the seed, so that repetitions are identical. */
  seed?: number;
  /** Receives errors that became a 500. */
  onError?: (error: unknown) => void;
};

export type Sandbox = {
  /** `http://127.0.0.1:PORT/v1` */
  baseUrl: string;
  close(): Promise<void>;
};

/**
 * Starts a painter that speaks the upstream's wire contract: `POST /v1/chat/completions`, `/v1/images/generations`,
 * `/v1/images/edits`, and `GET /v1/models`, plus `GET /files/<id>.png` for pictures answered by URL.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const memory = await PictureMemory.open(options.stateDir);
  const painter = new Painter(options, memory);
  const server = createServer((request, response) => {
    painter.serve(request, response).catch((error: unknown) => {
      options.onError?.(error);
      if (!response.headersSent) send(response, wire.relayError(500, "The sandbox failed."));
      else response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, options.host ?? "127.0.0.1", resolve);
  });
  // The address of a listening TCP server is an object, never a string.
  const { port } = server.address() as AddressInfo;
  painter.origin = `http://127.0.0.1:${port}`;
  return {
    baseUrl: `${painter.origin}/v1`,
    async close() {
      painter.closing.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
