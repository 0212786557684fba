import "server-only";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { isSandbox } from "@/lib/server/domain/studio/models";
import { getEnv } from "@/lib/server/env";
import { startSandbox } from "@/lib/server/sandbox/server";
import type { Connection } from "@/lib/server/upstream/client";

type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

let sandbox: Promise<{ server: Sandbox; connection: Connection }> | null = null;

/** Where calls go: the configured upstream, or the sandbox, which is started on first use and spoken to over HTTP alike. */
export async function upstreamConnection(): Promise<Connection> {
  const { UPSTREAM_API_KEY, UPSTREAM_BASE_URL } = getEnv();
  if (!isSandbox() && UPSTREAM_API_KEY !== undefined) {
    return { baseUrl: UPSTREAM_BASE_URL, apiKey: UPSTREAM_API_KEY };
  }
  sandbox ??= openSandbox();
  return (await sandbox).connection;
}

async function openSandbox() {
  const { SANDBOX_LATENCY, DATA_DIR } = getEnv();
  const apiKey = randomBytes(24).toString("hex");
  const server = await startSandbox({
    apiKey,
    stateDir: join(DATA_DIR, "sandbox"),
    ...(SANDBOX_LATENCY && {
      latency: { minMs: SANDBOX_LATENCY.leastMs, maxMs: SANDBOX_LATENCY.mostMs },
    }),
  });
  return { server, connection: { baseUrl: server.baseUrl, apiKey } };
}

export async function closeSandbox(): Promise<void> {
  const open = sandbox;
  sandbox = null;
  await (await open)?.server.close();
}
