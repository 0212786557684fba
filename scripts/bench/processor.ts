import { readdir, readFile } from "node:fs/promises";
import { NotMeasurable } from "./measurement";

/** Linux counts processor time in hundredths of a second for every process. */
const MS_PER_TICK = 10;

type Times = { parent: number; ticks: number };

/**
 * Processor time in milliseconds that these processes and all their descendants have used, ended ones included. Linux
 * only.
 */
export async function processorTime(roots: readonly number[]): Promise<number> {
  if (process.platform !== "linux") throw new NotMeasurable("needs Linux (/proc)");
  const entries = await readdir("/proc");
  const all = new Map<number, Times>();
  for (const entry of entries.filter((name) => /^\d+$/.test(name))) {
    const times = await readTimes(entry);
    if (times !== null) all.set(Number(entry), times);
  }
  const isBelow = (pid: number): boolean =>
    roots.includes(pid) || (all.has(pid) && isBelow(all.get(pid)?.parent ?? 0));
  let ticks = 0;
  for (const [pid, times] of all) if (isBelow(pid)) ticks += times.ticks;
  return ticks * MS_PER_TICK;
}

/** Null if the process has just ended. */
async function readTimes(pid: string): Promise<Times | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  if (stat === null) return null;
  // The name, in parentheses, may contain blanks. After it: state, parent, … (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [user, system, endedUser, endedSystem] = fields.slice(11, 15).map(Number);
  const ticks = (user ?? 0) + (system ?? 0) + (endedUser ?? 0) + (endedSystem ?? 0);
  return { parent: Number(fields[1]), ticks };
}
