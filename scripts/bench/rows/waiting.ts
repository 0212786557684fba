import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { db } from "@/lib/server/db";
import type { Bench, Studio } from "../bench";
import { collectGarbage, inspectable } from "../inspector";
import { type Measurement, NotMeasurable, type Row } from "../measurement";
import { settledMemory } from "../memory";
import { inRoot } from "../../setup/root";
import { roomFor640 } from "./enqueue";

const count = 500;
const variations = 4;
const patienceMs = 120_000;

/** Memory held by a generation that waits for the upstream. */
export const waiting: Row = {
  name: "waiting",
  async measure(bench) {
    if (process.platform !== "linux") throw new NotMeasurable("needs Linux (/proc)");
    return bench.withStudio({ ...roomFor640, ...inspectable }, (studio) => measure(bench, studio));
  },
};

async function measure(bench: Bench, studio: Studio): Promise<Measurement[]> {
  const { app, upstream } = studio;
  // Warm up, so that code, pools and caches loaded on first use do not count.
  await fill(studio);
  await Promise.all(upstream.takeAll().map((call) => call.refuse()));
  await untilQuiet();
  bench.say("waiting: letting memory settle with none waiting");
  const settle = () => settledMemory(app.pid, () => collectGarbage(app.logs()));
  const before = await settle();
  await fill(studio);
  bench.say(`waiting: letting memory settle with ${count} waiting`);
  const after = await settle();
  const held = upstream.takeAll();

  bench.say("waiting: the same with bare requests");
  const bare = await measureBareWaiting(studio);
  await Promise.all(held.map((call) => call.refuse()));

  return [
    {
      what: `resident memory with ${count} generations waiting upstream, less with none, for each`,
      value: Math.max(0, after - before) / count / 1024,
      unit: "KB",
      floor: { what: "a bare node:http request that waits, in a process of its own", value: bare },
      aim: { of: "value", most: 100 },
      note:
        `${megabytes(before)} before, ${megabytes(after)} with ${count}; ` +
        "both after as many had gone through once, after a full collection of garbage, and at rest " +
        "(8 samples, 1 s apart, within 1.5 MB; a minute at most)",
    },
  ];
}

async function fill({ client, upstream }: Studio): Promise<void> {
  for (let n = 0; n < count; n += variations) await client.createTurn({ variations });
  await upstream.untilWaiting(count);
}

/** Waits until no generation is in progress. */
async function untilQuiet(): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while ((await db.generation.count({ where: { finishedAt: null } })) > 0) {
    if (Date.now() > deadline) throw new Error("generations do not come to their end");
    await wait(200);
  }
}

/** KB per waiting request of a process that uses nothing but Node. */
async function measureBareWaiting({ upstream }: Studio): Promise<number> {
  const child = spawn(
    process.execPath,
    ["--expose-gc", inRoot("scripts/bench/bare-wait.mjs"), upstream.baseUrl, String(count)],
    { stdio: ["ignore", "ignore", "inherit", "ipc"] },
  );
  try {
    const settle = () => settledMemory(child.pid ?? 0, () => collectBare(child));
    await fillBare(child, upstream); // once through here, too
    await Promise.all(upstream.takeAll().map((call) => call.refuse()));
    const before = await settle();
    await fillBare(child, upstream);
    const after = await settle();
    await Promise.all(upstream.takeAll().map((call) => call.refuse()));
    return Math.max(0, after - before) / count / 1024;
  } finally {
    const exited = once(child, "exit");
    child.kill();
    await exited;
  }
}

async function fillBare(child: ChildProcess, upstream: Studio["upstream"]): Promise<void> {
  child.send("go");
  await upstream.untilWaiting(count);
}

async function collectBare(child: ChildProcess): Promise<void> {
  const collected = once(child, "message");
  child.send("collect");
  await collected;
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MB`;
}
