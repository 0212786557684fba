import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { NotMeasurable } from "./measurement";
import { median } from "./statistics";

const sampleEveryMs = 1_000;
/** Number of consecutive samples that must agree. */
const agreeing = 8;
/** Tolerance in bytes. */
const tolerance = 1.5 * 2 ** 20;
const longestMs = 60_000;

/** Memory of a process in bytes: `VmRSS` (current) or `VmHWM` (peak). Linux only. */
export async function readMemory(pid: number, field: "VmRSS" | "VmHWM"): Promise<number> {
  if (process.platform !== "linux") throw new NotMeasurable("needs Linux (/proc)");
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status)?.[1];
  if (kilobytes === undefined) throw new Error(`/proc/${pid}/status has no ${field}`);
  return Number(kilobytes) * 1024;
}

/**
 * Memory of a process at rest: after `collect`, the median of eight samples one second apart that lie within 1.5 MB of
 * each other. After a minute it takes the last eight samples as they are.
 */
export async function settledMemory(pid: number, collect: () => Promise<void>): Promise<number> {
  await collect();
  const samples: number[] = [];
  const deadline = Date.now() + longestMs;
  for (;;) {
    samples.push(await readMemory(pid, "VmRSS"));
    const last = samples.slice(-agreeing);
    const isAtRest = last.length === agreeing && Math.max(...last) - Math.min(...last) <= tolerance;
    if (isAtRest || Date.now() > deadline) return median(last);
    await wait(sampleEveryMs);
  }
}
