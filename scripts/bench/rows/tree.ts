import { setTimeout as wait } from "node:timers/promises";
import type { Bench, Studio } from "../bench";
import { collectGarbage, inspectable } from "../inspector";
import { type Measurement, NotMeasurable, type Row } from "../measurement";
import { treeMemory } from "../memory";
import { roomFor640 } from "./enqueue";

const count = 100;
const variations = 4;
const mebibyte = 2 ** 20;
/** Longer than connections stay open without use. */
const settleMs = 40_000;

/** Memory of the whole process tree, PostgreSQL included: idle, and with a hundred calls waiting. */
export const tree: Row = {
  name: "tree",
  async measure(bench) {
    if (process.platform !== "linux") throw new NotMeasurable("needs Linux (/proc)");
    return bench.withStudio({ ...roomFor640, ...inspectable }, (studio) => measure(bench, studio));
  },
};

async function measure(bench: Bench, { app, client, upstream }: Studio): Promise<Measurement[]> {
  const roots = [app.pid, bench.database.pid];
  const fill = async () => {
    for (let n = 0; n < count; n += variations) await client.createTurn({ variations });
    await upstream.untilWaiting(count);
  };
  const settled = async () => {
    await collectGarbage(app.logs());
    return treeMemory(roots);
  };
  // Warm up, so that code and caches loaded on first use do not count as the calls'.
  await fill();
  await Promise.all(upstream.takeAll().map((call) => call.refuse()));
  bench.say("tree: letting connections close");
  await wait(settleMs);
  const idle = await settled();
  await fill();
  const busy = await settled();
  await Promise.all(upstream.takeAll().map((call) => call.refuse()));
  return [
    {
      what: "memory of app and PostgreSQL, idle",
      value: idle.bytes / mebibyte,
      unit: "MB",
      floor: null,
      aim: { of: "value", most: 350 },
      note: `${idle.processes} processes; shared memory counts once`,
    },
    {
      what: `memory of app and PostgreSQL with ${count} calls waiting`,
      value: busy.bytes / mebibyte,
      unit: "MB",
      floor: { what: "idle", value: idle.bytes / mebibyte },
      aim: { of: "ratio", most: 1.3 },
      note: `${busy.processes} processes`,
    },
  ];
}
