import { spawn, type ChildProcess, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { settingNames } from "@/lib/server/env";
import { root } from "../../setup/root";
import { processesOf } from "../../testing/npm-start";
import type { Bench } from "../bench";
import { StudioClient } from "../client";
import type { Row } from "../measurement";
import { readMemory } from "../memory";
import { within } from "../patience";
import { median } from "../statistics";

const samples = 3;
const patienceMs = 60_000;

/** `npm start` with existing data and build: until it answers, its first page, and what it keeps in memory. */
export const start: Row = {
  name: "start",
  async measure(bench) {
    const port = await findFreePort();
    const url = `http://127.0.0.1:${port}`;
    bench.say("start: the first one, which makes the database");
    const client = await startOnce(bench, port, async () => StudioClient.firstVisit(url));
    const starts: Started[] = [];
    for (let n = 0; n < samples; n += 1) {
      starts.push(
        await startOnce(bench, port, async ({ healthyMs, dataDir }) => ({
          healthyMs,
          firstPageMs: await timeOf(client),
          laterPageMs: median([await timeOf(client), await timeOf(client), await timeOf(client)]),
          launcherBytes: await launcherMemory(dataDir),
        })),
      );
    }
    const of = (name: keyof Started) => median(starts.map((each) => each[name]));
    return [
      {
        what: `second npm start to the first 200 of /healthz, median of ${samples}`,
        value: of("healthyMs") / 1000,
        unit: "s",
        floor: { what: "node -e 0", value: median(bareNode()) / 1000 },
        aim: { of: "value", most: 5 },
      },
      {
        what: `start page after "Ready", median of ${samples}`,
        value: of("firstPageMs"),
        unit: "ms",
        floor: { what: "the same page later", value: of("laterPageMs") },
        aim: { of: "value", most: 400 },
      },
      {
        what: "memory of npm start beside npm, app and PostgreSQL",
        value: of("launcherBytes") / 2 ** 20,
        unit: "MB",
        floor: { what: "node, idle", value: (await idleNodeMemory()) / 2 ** 20 },
        aim: { of: "value", most: 120 },
      },
    ];
  },
};

interface Started {
  healthyMs: number;
  firstPageMs: number;
  laterPageMs: number;
  launcherBytes: number;
}

async function timeOf(client: StudioClient): Promise<number> {
  const started = performance.now();
  await client.get("/");
  return performance.now() - started;
}

/** Resident memory of the processes that only start and stop others. */
async function launcherMemory(dataDir: string): Promise<number> {
  const launchers = (await processesOf(dataDir)).filter(({ name }) => /scripts\/start/.test(name));
  const sizes = await Promise.all(launchers.map(({ pid }) => readMemory(pid, "VmRSS")));
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

async function idleNodeMemory(): Promise<number> {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000); console.log(1)"]);
  await once(child.stdout, "data");
  const bytes = await readMemory(child.pid ?? 0, "VmRSS");
  child.kill();
  return bytes;
}

/** Starts it as a person does, runs `use` once it is ready, and stops it with Ctrl-C. */
async function startOnce<T>(
  bench: Bench,
  port: number,
  use: (started: { healthyMs: number; dataDir: string }) => Promise<T>,
): Promise<T> {
  // Blank all settings, so that nothing of the operator's is used.
  const blank = Object.fromEntries(settingNames.map((name) => [name, ""]));
  const dataDir = path.join(bench.folder, "start");
  const started = performance.now();
  const child = spawn("npm", ["start"], {
    cwd: root,
    detached: true, // a group of its own, which gets the signal as a whole
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      ...blank,
      DATA_DIR: dataDir,
      HOST: "127.0.0.1",
      PORT: String(port),
    },
  });
  let printed = "";
  const isReady = new Promise<void>((resolve) => {
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes("Ready in")) resolve();
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
  });
  const exited = once(child, "exit");
  try {
    const isOver = exited.then(() => {
      throw new Error(`npm start ended unexpectedly:\n${printed}`);
    });
    await within(Promise.race([untilHealthy(port, child), isOver]), patienceMs, "an answer");
    const healthyMs = performance.now() - started;
    await within(Promise.race([isReady, isOver]), patienceMs, "Ready");
    return await use({ healthyMs, dataDir });
  } finally {
    if (child.exitCode === null) process.kill(-(child.pid ?? 0), "SIGINT");
    await exited;
    await untilClosed(port);
  }
}

async function untilHealthy(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.status === 200) return;
    await wait(10);
  }
}

/** npm may exit before the process that it started. */
async function untilClosed(port: number): Promise<void> {
  const isClosed = () =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      () => false,
      () => true,
    );
  while (!(await isClosed())) await wait(50);
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function bareNode(): number[] {
  return Array.from({ length: 5 }, () => {
    const started = performance.now();
    spawnSync(process.execPath, ["-e", "0"]);
    return performance.now() - started;
  });
}
