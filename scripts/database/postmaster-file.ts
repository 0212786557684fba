import { readFile } from "node:fs/promises";
import path from "node:path";

// Reads `postmaster.pid`, in which a running server describes itself.

const closingCheckMs = 500;

/** The server's pid, if the file has one. */
export async function readPid(directory: string): Promise<number | undefined> {
  const text = await readFile(path.join(directory, "postmaster.pid"), "utf8").catch(() => "");
  const pid = Number(text.split("\n")[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

/** Whether the server is in a "smart" shutdown: it refuses new sessions and waits for open ones to close. */
async function isClosing(directory: string): Promise<boolean> {
  const text = await readFile(path.join(directory, "postmaster.pid"), "utf8").catch(() => "");
  return text.split("\n")[7]?.trim() === "stopping";
}

/**
 * SIGTERM makes PostgreSQL wait until its last session closes, and the app keeps its sessions open while new ones are
 * refused. This turns such a shutdown into a fast one.
 *
 * @returns stops watching
 */
export function endSmartShutdowns(directory: string, pid: number): () => void {
  const check = async () => {
    if (!(await isClosing(directory)) || (await readPid(directory)) !== pid) return;
    clearInterval(timer);
    process.kill(pid, "SIGINT");
  };
  // The server may end between the check and the signal.
  const timer = setInterval(() => void check().catch(() => undefined), closingCheckMs);
  timer.unref();
  return () => clearInterval(timer);
}
