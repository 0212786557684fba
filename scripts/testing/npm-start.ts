import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, readlink, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { withClient } from "../database/connection";
import { openEmbedded } from "../database/open";
import { root } from "../setup/root";
import { blankSettings } from "./app";

/** The whole studio as `npm start` or a supervisor starts it: launcher, embedded PostgreSQL and app. */
export interface StartedStudio {
  url: string;
  dataDir: string;
  /** The started process, which a supervisor watches. */
  watched: ChildProcess;
  /** Everything printed so far. */
  logs(): string;
  /** Resolves when `text` has been printed. */
  printed(text: string | RegExp): Promise<RegExpExecArray>;
  /** Resolves with the exit code (or signal) of the watched process, and the processes still running at that moment. */
  ended: Promise<{ how: number | string | null; left: string[] }>;
  /** Rows of the database, once the studio has ended. */
  query(text: string): Promise<Record<string, unknown>[]>;
  /** Kills the remaining processes and removes the data. */
  clear(): Promise<void>;
}

export type Running = { pid: number; name: string };

/**
 * All processes of a studio: their environment names its data folder, or it is their working directory (PostgreSQL).
 * Linux only.
 */
export async function processesOf(dataDir: string): Promise<Running[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
      const folder = await readlink(`/proc/${pid}/cwd`).catch(() => "");
      if (!environment.includes(`DATA_DIR=${dataDir}\0`) && !folder.startsWith(dataDir)) return [];
      const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      return command === "" ? [] : [{ pid, name: command.replaceAll("\0", " ").trim() }];
    }),
  );
  return found.flat().filter(({ pid }) => pid !== process.pid);
}

/**
 * Starts a studio on its own data folder, in its own process group, and waits until it accepts requests.
 *
 * @param command run in the repository's root
 */
export async function startStudio(
  [program = "npm", ...args]: string[],
  settings: Record<string, string>,
): Promise<StartedStudio> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "pentimento-start-"));
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("npm_"));
  const watched = spawn(program, args, {
    cwd: root,
    detached: true,
    env: {
      ...Object.fromEntries(inherited),
      ...(await blankSettings()),
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: "0",
      DATA_DIR: dataDir,
      DATABASE_URL: "",
      ...settings,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const waiting = new Set<() => void>();
  const read = (chunk: Buffer) => {
    text += chunk.toString();
    for (const look of waiting) look();
  };
  watched.stdout?.on("data", read);
  watched.stderr?.on("data", read);
  const ended = new Promise<{ how: number | string | null; left: string[] }>((resolve) => {
    watched.once("exit", (code, signal) => {
      const named = processesOf(dataDir).then((left) => left.map(({ name }) => name));
      resolve(named.then((left) => ({ how: signal ?? code, left })));
    });
  });
  // Child processes may print after the watched one has ended; "close" fires when all of them have closed the pipes.
  const silent = new Promise<void>((resolve) => watched.once("close", () => resolve()));
  const printed = (wanted: string | RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const pattern =
        typeof wanted === "string"
          ? new RegExp(wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
          : wanted;
      const look = () => {
        const found = pattern.exec(text);
        if (found === null) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      void silent.then(() => reject(new Error(`it ended without ${String(wanted)}:\n${text}`)));
      look();
    });
  const [, url = ""] = await printed(/Ready in [^:]*: (http:\S+)/);
  return {
    url,
    dataDir,
    watched,
    logs: () => text,
    printed,
    ended,
    query: async (statement) => {
      const database = await openEmbedded(dataDir, null);
      try {
        return await withClient(
          database.url,
          async (client) => (await client.query(statement)).rows,
        );
      } finally {
        await database.stop();
      }
    },
    clear: async () => {
      for (const { pid } of await processesOf(dataDir)) process.kill(pid, "SIGKILL");
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
