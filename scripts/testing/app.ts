import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { inRoot, root } from "../setup/root";
import { createTestDatabase } from "./database";

export interface AppOptions {
  /** Settings that override those of a first start. */
  env?: Record<string, string>;
  /** Data of an earlier app to start on; `stop()` then keeps it. */
  dataDir?: string;
  /** Database of an earlier app to start on; `stop()` then keeps it. */
  databaseUrl?: string;
  /** Default 0: any free port. */
  port?: number;
}

/** An instance on the production build. */
export interface TestApp {
  url: string;
  pid: number;
  port: number;
  dataDir: string;
  databaseUrl: string;
  /** Sends a signal and waits for the process to exit. Data stay. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Resolves when the process has exited, for any reason. */
  exited(): Promise<void>;
  /** Stops it and removes the data created for it. */
  stop(): Promise<void>;
  /** Everything it has printed. */
  logs(): string;
}

const startPatienceMs = 30_000;

function whenExited(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once("exit", () => resolve()));
}

/**
 * Blanks every setting, so that a test cannot reach the operator's key or database. Next also reads `.env`, but keeps
 * variables that are set, even to an empty string.
 */
export async function blankSettings(): Promise<Record<string, string>> {
  const documented = await readFile(inRoot(".env.example"), "utf8");
  return Object.fromEntries(
    [...documented.matchAll(/^#([A-Z_]+)=/gm)].map(([, name]) => [name, ""]),
  );
}

/** Waits for /readyz, which covers database, disk and queue. */
async function untilReady(url: string, child: ChildProcess, logs: () => string): Promise<void> {
  const deadline = Date.now() + startPatienceMs;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The app did not start:\n${logs()}`);
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await wait(50);
  }
  throw new Error(`The app was not ready within ${startPatienceMs / 1000} s:\n${logs()}`);
}

/** Starts an instance on the production build and waits until it is ready. */
export async function startApp(options: AppOptions = {}): Promise<TestApp> {
  const database = options.databaseUrl ? undefined : await createTestDatabase();
  const databaseUrl = options.databaseUrl ?? database?.url ?? "";
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(os.tmpdir(), "pentimento-app-")));
  const child = spawn(process.execPath, ["scripts/serve.mjs"], {
    cwd: root,
    env: {
      ...process.env,
      ...(await blankSettings()),
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: String(options.port ?? 0),
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      DRAIN_SECONDS: "5",
      ...options.env,
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let printed = "";
  const logs = () => printed;
  child.stdout?.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  const port = await new Promise<number>((resolve, reject) => {
    child.once("message", (message: { port: number }) => resolve(message.port));
    child.once("exit", () => reject(new Error(`The app did not start:\n${printed}`)));
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, child, logs);

  const kill = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await whenExited(child);
  };
  return {
    url,
    pid: child.pid ?? 0,
    port,
    dataDir,
    databaseUrl,
    kill,
    exited: () => whenExited(child),
    logs,
    stop: async () => {
      await kill("SIGTERM");
      await database?.drop();
      if (!options.dataDir) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
