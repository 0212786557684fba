import "server-only";
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { openKeyOf, type PaidWith } from "@/lib/server/domain/keys/open";
import { documentedProfiles } from "@/lib/server/domain/upstream/models";
import { getEnv } from "@/lib/server/env";
import { log } from "@/lib/server/log";
import type { SandboxOptions } from "@/lib/sandbox/server";
import type { Connection } from "@/lib/server/upstream/send/client";

type Sandbox = { child: ChildProcess; connection: Connection };

let sandbox: Promise<Sandbox> | null = null;

/**
 * The upstream of a generation, with the key that was recorded when it was created. All real keys go to the one
 * configured address. Throws `KeyUnusable` if the key was removed or cannot be opened.
 */
export async function connectionOf(generation: PaidWith): Promise<Connection> {
  const apiKey = await openKeyOf(generation);
  if (apiKey === null) return sandboxConnection();
  return { baseUrl: getEnv().UPSTREAM_BASE_URL, apiKey };
}

/** The instance key's upstream: the configured one, else the sandbox. */
export async function instanceConnection(): Promise<Connection> {
  const { UPSTREAM_API_KEY: apiKey, UPSTREAM_BASE_URL: baseUrl } = getEnv();
  return apiKey === undefined ? sandboxConnection() : { baseUrl, apiKey };
}

/** The base URL of the upstream that answered, for resolving links; needs no key. */
export async function upstreamAddress(isSandbox: boolean): Promise<string> {
  return isSandbox ? (await sandboxConnection()).baseUrl : getEnv().UPSTREAM_BASE_URL;
}

/** The sandbox is started on first use and spoken to over HTTP like a real upstream. */
async function sandboxConnection(): Promise<Connection> {
  sandbox ??= openSandbox();
  return (await sandbox).connection;
}

const hello = z.object({ baseUrl: z.url() });

/** A separate process, since painting keeps a core busy; see scripts/sandbox.ts. */
async function openSandbox(): Promise<Sandbox> {
  const { SANDBOX_LATENCY, DATA_DIR } = getEnv();
  const apiKey = randomBytes(24).toString("hex");
  const options: SandboxOptions = {
    apiKey,
    stateDir: join(DATA_DIR, "sandbox"),
    models: documentedProfiles().map(({ id, exactSizes, historyPicturesCount }) => ({
      id,
      isExact: exactSizes !== null,
      seesHistory: historyPicturesCount,
    })),
    ...(SANDBOX_LATENCY && {
      latency: { minMs: SANDBOX_LATENCY.leastMs, maxMs: SANDBOX_LATENCY.mostMs },
    }),
  };
  const script = ["--conditions=react-server", "--import", "tsx", "scripts/sandbox.ts"];
  const child = spawn(process.execPath, script, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  child.once("exit", () => {
    if (sandbox !== null) log.warn({ event: "sandbox.gone" }, "the sandbox ended; it starts again");
    sandbox = null;
  });
  const baseUrl = await new Promise<string>((resolve, reject) => {
    child.once("message", (message) => resolve(hello.parse(message).baseUrl));
    child.once("exit", () => reject(new Error("the sandbox did not start")));
    child.once("error", reject);
    child.send(options);
  });
  child.unref();
  child.channel?.unref();
  return { child, connection: { baseUrl, apiKey } };
}

/** Ends the sandbox's process, if it was started. */
export async function closeSandbox(): Promise<void> {
  const open = sandbox;
  sandbox = null;
  (await open?.catch(() => null))?.child.disconnect();
}
