import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { NotMeasurable } from "./measurement";
import { median } from "./statistics";

const sampleEveryMs = 1_000;
/** So many samples in a row must agree. */
const agreeing = 8;
/** Within so many bytes. */
const tolerance = 1.5 * 2 ** 20;
const longestMs = 60_000;

/** Memory of a process in bytes: `VmRSS` now, or `VmHWM`, the most it ever was. Linux alone tells. */
export async function readMemory(pid: number, field: "VmRSS" | "VmHWM"): Promise<number> {
  if (process.platform !== "linux") throw new NotMeasurable("only Linux tells (/proc)");
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status)?.[1];
  if (kilobytes === undefined) throw new Error(`/proc/${pid}/status has no ${field}`);
  return Number(kilobytes) * 1024;
}

/**
 * The memory of a process once it has come to rest: after `collect` (garbage says more of the machine than of the
 * program), eight samples, a second apart, within 1.5 MB of each other, and the median of those. A minute at the most,
 * and then the last eight whatever they are.
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
