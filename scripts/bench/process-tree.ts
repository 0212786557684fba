import { readdir, readFile } from "node:fs/promises";
import { NotMeasurable } from "./measurement";

export type ProcessStat = { pid: number; parent: number; ticks: number };

/** These processes and all their descendants, with the processor time they and their ended children used. Linux only. */
export async function processTree(roots: readonly number[]): Promise<ProcessStat[]> {
  if (process.platform !== "linux") throw new NotMeasurable("needs Linux (/proc)");
  const entries = await readdir("/proc");
  const all = new Map<number, ProcessStat>();
  for (const entry of entries.filter((name) => /^\d+$/.test(name))) {
    const stat = await readStat(Number(entry));
    if (stat !== null) all.set(stat.pid, stat);
  }
  const isBelow = (pid: number): boolean =>
    roots.includes(pid) || (all.has(pid) && isBelow(all.get(pid)?.parent ?? 0));
  return [...all.values()].filter(({ pid }) => isBelow(pid));
}

/** Null if the process has just ended. */
async function readStat(pid: number): Promise<ProcessStat | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  if (stat === null) return null;
  // The name, in parentheses, may contain blanks. After it: state, parent, … (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [user, system, endedUser, endedSystem] = fields.slice(11, 15).map(Number);
  const ticks = (user ?? 0) + (system ?? 0) + (endedUser ?? 0) + (endedSystem ?? 0);
  return { pid, parent: Number(fields[1]), ticks };
}
