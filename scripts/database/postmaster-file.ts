import { readFile } from "node:fs/promises";
import path from "node:path";

// What a running server says of itself in its data folder.

const closingCheckMs = 500;

/** The server's process, where its file names one. */
export async function readPid(directory: string): Promise<number | undefined> {
  const text = await readFile(path.join(directory, "postmaster.pid"), "utf8").catch(() => "");
  const pid = Number(text.split("\n")[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

/** Whether the server lets nobody in any more and waits for those who are in to leave (a "smart" shutdown). */
async function isClosing(directory: string): Promise<boolean> {
  const text = await readFile(path.join(directory, "postmaster.pid"), "utf8").catch(() => "");
  return text.split("\n")[7]?.trim() === "stopping";
}

/**
 * SIGTERM makes PostgreSQL wait until its last session is closed, and the app's sessions are not closed for as long as
 * it works. Meanwhile nobody gets in. So whoever asked gets what they asked for at once.
 * @returns ends the watch
 */
export function endSmartShutdowns(directory: string, pid: number): () => void {
  const look = async () => {
    if (!(await isClosing(directory)) || (await readPid(directory)) !== pid) return;
    clearInterval(timer);
    process.kill(pid, "SIGINT");
  };
  // It may end between the look and the signal.
  const timer = setInterval(() => void look().catch(() => undefined), closingCheckMs);
  timer.unref();
  return () => clearInterval(timer);
}
