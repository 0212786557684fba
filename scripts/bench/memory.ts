import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { NotMeasurable } from "./measurement";
import { processTree } from "./process-tree";
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
 * Memory in bytes of these processes and all their descendants. What several share, such as PostgreSQL's buffers, counts
 * once (`Pss`, proc_pid_smaps(5)). Linux only.
 */
export async function treeMemory(
  roots: readonly number[],
): Promise<{ bytes: number; processes: number }> {
  const tree = await processTree(roots);
  const sizes = await Promise.all(tree.map(({ pid }) => sharedMemory(pid)));
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), processes: tree.length };
}

/** 0 if the process has just ended. */
async function sharedMemory(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0) * 1024;
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
