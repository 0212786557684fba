import "server-only";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { errorFields, log } from "@/lib/server/log";
import { Easel, send } from "./easel";
import { PictureMemory } from "./memory";
import type { PaintedModel } from "./requests";
import * as wire from "./wire";

export type SandboxOptions = {
  /** The only key that is let in. */
  apiKey: string;
  /** Those that it answers for; absent, the two that the provider has. */
  models?: readonly PaintedModel[];
  /** From request to answer, painting included; 1-3 s unless said otherwise. Painting may take longer. */
  latency?: { minMs: number; maxMs: number };
  /** Loopback alone: the sandbox is no service for a network. */
  host?: "127.0.0.1";
  /** 0 or absent takes any free port. */
  port?: number;
  /** Where it remembers scenes across restarts; absent keeps them in memory. */
  stateDir?: string;
  /** Fixes what is otherwise left to the prompt, and makes every repeat alike. */
  seed?: number;
};

export type Sandbox = {
  /** `http://127.0.0.1:PORT/v1` */
  baseUrl: string;
  close(): Promise<void>;
};

/**
 * Starts a painter that answers as the upstream does: `POST /v1/chat/completions`, `/v1/images/generations`,
 * `/v1/images/edits`, and `GET /v1/models`, plus `GET /files/<id>.png` for the pictures that it answers with by URL.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const memory = await PictureMemory.open(options.stateDir);
  const easel = new Easel(options, memory);
  const server = createServer((request, response) => {
    easel.serve(request, response).catch((error: unknown) => {
      log.error(errorFields(error), "the sandbox stumbled");
      if (!response.headersSent) send(response, wire.relayError(500, "The sandbox stumbled."));
      else response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, options.host ?? "127.0.0.1", resolve);
  });
  // A listening TCP server's address is never a pipe's name.
  const { port } = server.address() as AddressInfo;
  easel.origin = `http://127.0.0.1:${port}`;
  return {
    baseUrl: `${easel.origin}/v1`,
    async close() {
      easel.closing.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
