import { spawn, type ChildProcess, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { settingNames } from "@/lib/server/env";
import { root } from "../../setup/root";
import type { Bench } from "../bench";
import type { Row } from "../measurement";
import { within } from "../patience";
import { median } from "../statistics";

const samples = 3;
const patienceMs = 60_000;

/** `npm start` with existing data and build, until it answers. */
export const start: Row = {
  name: "start",
  async measure(bench) {
    const port = await findFreePort();
    bench.say("start: the first one, which makes the database");
    await startOnce(bench, port);
    const times: number[] = [];
    for (let n = 0; n < samples; n += 1) times.push(await startOnce(bench, port));
    return [
      {
        what: `second npm start to the first 200 of /healthz, median of ${samples}`,
        value: median(times) / 1000,
        unit: "s",
        floor: { what: "node -e 0", value: median(bareNode()) / 1000 },
        aim: { of: "value", most: 5 },
      },
    ];
  },
};

/** Milliseconds. Starts it as a person does and stops it with Ctrl-C. */
async function startOnce(bench: Bench, port: number): Promise<number> {
  // Blank all settings, so that nothing of the operator's is used.
  const blank = Object.fromEntries(settingNames.map((name) => [name, ""]));
  const started = performance.now();
  const child = spawn("npm", ["start"], {
    cwd: root,
    detached: true, // a group of its own, which gets the signal as a whole
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      ...blank,
      DATA_DIR: path.join(bench.folder, "start"),
      HOST: "127.0.0.1",
      PORT: String(port),
    },
  });
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  const exited = once(child, "exit");
  try {
    const isOver = exited.then(() => {
      throw new Error(`npm start ended unexpectedly:\n${printed}`);
    });
    await within(Promise.race([untilHealthy(port, child), isOver]), patienceMs, "an answer");
    return performance.now() - started;
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
