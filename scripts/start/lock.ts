import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { errorCode, Failure } from "../setup/failure";

/** The owner of a data folder, as stored in its lock file. */
interface Owner {
  pid: number;
  /** The process's start time in kernel ticks: a later process may get the same pid. */
  since: string;
  host: string;
  address: string;
  /** It received a stop request and waits for running calls. */
  isStopping?: boolean;
}

export interface Lock {
  /** Marks the lock as about to be released, so that the next start waits. */
  markStopping(): Promise<void>;
  release(): Promise<void>;
}

const heartbeatMs = 5_000;
/** An owner on another host (a container, a shared disk) is alive while its file keeps being touched. */
const heartbeatPatienceMs = 12_000;
/** How long to wait for an owner that may be stopping before the folder counts as in use. */
const stoppingPatienceMs = 3_000;

async function beganAt(pid: number): Promise<string> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The name, in parentheses, may contain spaces; the start time is the 20th field after it.
  return text.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

async function isAlive(owner: Owner, file: string): Promise<boolean> {
  if (owner.host !== os.hostname()) {
    const before = (await stat(file)).mtimeMs;
    if (Date.now() - before > 10 * heartbeatPatienceMs) return false;
    await wait(heartbeatPatienceMs);
    return (await stat(file).catch(() => undefined))?.mtimeMs !== before;
  }
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (errorCode(error) === "ESRCH") return false; // EPERM: alive, under another account
  }
  return owner.since === (await beganAt(owner.pid));
}

async function readOwner(file: string): Promise<{ text: string; owner?: Owner }> {
  const text = await readFile(file, "utf8").catch(() => "");
  try {
    return { text, owner: JSON.parse(text) as Owner };
  } catch {
    return { text }; // truncated by a full disk or a power cut: stale
  }
}

/** Removes a stale lock, unless another process has taken it over in the meantime. */
async function clearStale(file: string, text: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  await rename(file, aside).catch(() => undefined);
  const found = await readFile(aside, "utf8").catch(() => undefined);
  if (found !== undefined && found !== text) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

/**
 * Makes this process the only studio on a data folder. Takes over a stale lock.
 *
 * @param address the studio's URL, shown to a second start
 * @param onWait called once if an earlier studio is still finishing its calls
 * @throws Failure if another studio uses the folder
 */
export async function takeLock(
  folder: string,
  address: string,
  onWait: (pid: number) => void,
): Promise<Lock> {
  const file = path.join(folder, "studio.lock");
  const draft = `${file}.${randomUUID()}`;
  const mine: Owner = {
    pid: process.pid,
    since: await beganAt(process.pid),
    host: os.hostname(),
    address,
  };
  await writeFile(draft, JSON.stringify(mine), { mode: 0o600 });
  let isWaiting = false;
  const deadline = Date.now() + stoppingPatienceMs;
  try {
    for (;;) {
      try {
        await link(draft, file); // atomic: fails when the lock exists
        break;
      } catch (error) {
        if (errorCode(error) !== "EEXIST") throw error;
      }
      const { text, owner } = await readOwner(file);
      if (owner && (await isAlive(owner, file))) {
        if (owner.isStopping && !isWaiting) onWait(owner.pid);
        isWaiting ||= owner.isStopping === true;
        if (!isWaiting && Date.now() > deadline) {
          throw new Failure(
            `Another studio uses ${folder}: process ${owner.pid} on ${owner.host}, at ${owner.address}. Stop it, or set DATA_DIR to another folder.`,
          );
        }
        await wait(100);
        continue;
      }
      await clearStale(file, text);
    }
  } finally {
    await rm(draft, { force: true });
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    void utimes(file, now, now).catch(() => undefined);
  }, heartbeatMs);
  heartbeat.unref();
  return {
    markStopping: async () => {
      await writeFile(draft, JSON.stringify({ ...mine, isStopping: true }), { mode: 0o600 });
      await rename(draft, file);
    },
    release: async () => {
      clearInterval(heartbeat);
      await rm(file, { force: true });
    },
  };
}
