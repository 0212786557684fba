import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
import { chmod, chown, mkdir, open, readFile, rename, rm, stat, statfs } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "../setup/failure";
import { type Account, unprivilegedAccount } from "./account";
import { type Binaries, findBinaries } from "./binaries";
import { connectionUrl, probe } from "./connection";
import { endSmartShutdowns, readPid } from "./postmaster-file";
import { socketFolder } from "./socket";

/** The embedded server's only role. The socket's folder is private, so it needs no password. */
const superuser = "pentimento";
/** Major version of the embedded programs; data of another major version cannot be opened. */
const majorVersion = "18";
/** How long the last processes of a killed server may hold its shared memory. */
const leftoverPatienceMs = 15_000;
/** PostgreSQL writes its last pages before it ends; a minute allows for a very slow disk. */
const stopPatienceMs = 60_000;
const exitGraceMs = 2_000;

export interface ClusterOptions {
  /** The data's folder; created when missing. */
  directory: string;
  logFile: string;
  /** False trades durability for speed (temporary test databases). Default true. */
  isDurable?: boolean;
}

export interface Cluster {
  /** The connection string of one of its databases. */
  url(database: string): string;
  /** The postmaster's pid. */
  pid: number;
  /** True if the server was already running (left by a killed start) and was adopted. */
  wasRunning: boolean;
  /** Settles when the server has ended, for whatever reason. */
  exited: Promise<void>;
  /** Closes all connections, writes everything to disk and ends. Resolves when the process is gone. */
  stop(): Promise<void>;
}

interface ServerSetup {
  options: ClusterOptions;
  account: Account | undefined;
  binaries: Binaries;
  socket: string;
}

/**
 * The server's own path of its data folder. As root the server runs under another account that may not be able to reach
 * the real path (a 0700 home), so it is started inside the folder and refers to its working directory.
 */
function serverPath(directory: string, account: Account | undefined): string {
  return account && process.platform === "linux" ? "/proc/self/cwd" : directory;
}

function spawnAs(
  setup: ServerSetup,
  program: string,
  args: string[],
  cwd: string,
  output: number,
): ChildProcess {
  // A minimal environment: no secrets reach the database's processes.
  const env = { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC", NODE_ENV: process.env.NODE_ENV };
  const stdio: StdioOptions = ["ignore", output, output];
  return spawn(program, args, { cwd, ...setup.account, detached: true, stdio, env });
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once("error", (error) =>
      reject(
        new Failure(
          `The embedded PostgreSQL does not run on this machine (${error.message}). Set DATABASE_URL to a PostgreSQL 13 or newer.`,
        ),
      ),
    );
    child.once("exit", (code) => resolve(code));
  });
}

/** The `Failure` message when the disk is full. */
export const DISK_FULL =
  "The disk is full. Free some space, or move DATA_DIR to a larger disk, and start again.";

async function hasNoSpace(file: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(file);
  return bavail * bsize < 1024 * 1024;
}

/** The reason that a server logged, after byte `from`, for not starting. */
async function reasonInLog(logFile: string, from: number): Promise<string> {
  const text = (await readFile(logFile)).subarray(from).toString("utf8");
  // A completely full disk cannot take the log line either.
  if (/no space left on device/i.test(text) || (await hasNoSpace(logFile))) {
    return DISK_FULL;
  }
  const lines = text.split("\n").filter((line) => /FATAL|PANIC|error:|could not/.test(line));
  const reason = (lines.at(-1) ?? "no reason given").replace(/^.*?(FATAL|PANIC|error):\s*/, "");
  return `PostgreSQL did not start: ${reason}. Its log is ${logFile}.`;
}

async function initialise(setup: ServerSetup): Promise<void> {
  const { directory, logFile, isDurable = true } = setup.options;
  const draft = `${directory}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  await chmod(draft, 0o700);
  if (setup.account) await chown(draft, setup.account.uid, setup.account.gid);
  const log = await open(logFile, "a");
  try {
    const { size } = await log.stat();
    const args = [
      ...["-D", serverPath(draft, setup.account), "-U", superuser, "--auth=trust"],
      // The built-in locale sorts the same on every machine, whatever its C library.
      ...["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"],
      ...(isDurable ? [] : ["--no-sync"]),
    ];
    const code = await ended(spawnAs(setup, setup.binaries.initdb, args, draft, log.fd));
    if (code !== 0) throw new Failure(await reasonInLog(logFile, size));
    await rename(draft, directory);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  } finally {
    await log.close();
  }
}

function serverFlags(setup: ServerSetup): string[] {
  const { directory, isDurable = true } = setup.options;
  const own = serverPath(directory, setup.account);
  const settings: Record<string, string> = {
    listen_addresses: "",
    unix_socket_directories: setup.socket === directory ? own : setup.socket,
    unix_socket_permissions: "0700",
    max_connections: "200",
    // The WAL shares its disk with the images. By default it may grow to 1 GB between checkpoints.
    max_wal_size: "256MB",
    timezone: "UTC",
    log_timezone: "UTC",
    ...(isDurable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  return [
    ...["-D", own],
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
}

/**
 * PostgreSQL clears a dead server's `postmaster.pid` itself, unless the pid has since been reused by another program of
 * the same account (usual after a container restarts). Nothing answers on the socket here, so a program with another
 * name is not the server.
 */
async function clearStalePid(directory: string): Promise<void> {
  const pid = await readPid(directory);
  if (pid === undefined) return;
  const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => undefined);
  if (name === undefined || name.trim() === "postgres") return;
  await rm(path.join(directory, "postmaster.pid"), { force: true });
}

async function checkData(directory: string): Promise<"absent" | "present"> {
  const version = await readFile(path.join(directory, "PG_VERSION"), "utf8").catch((error) => {
    if (error.code === "EACCES") {
      throw new Failure(
        `${directory} belongs to another account (was the studio started as root before?). Start as that account, or give it over with chown -R.`,
      );
    }
    return undefined;
  });
  if (version === undefined) return "absent";
  if (version.trim() !== majorVersion) {
    throw new Failure(
      `${directory} was written by PostgreSQL ${version.trim()} and this is ${majorVersion}. Move the data with pg_dump, or set DATABASE_URL to its server.`,
    );
  }
  return "present";
}

/** Starts the server and waits until it answers; crash recovery may take a while. */
async function launch(setup: ServerSetup, url: string): Promise<ChildProcess> {
  const { directory, logFile } = setup.options;
  const deadline = Date.now() + leftoverPatienceMs;
  for (;;) {
    const log = await open(logFile, "a");
    const { size } = await log.stat();
    const child = spawnAs(setup, setup.binaries.postgres, serverFlags(setup), directory, log.fd);
    await log.close();
    const isOver = ended(child).then(() => true);
    for (;;) {
      if ((await probe(url)) === "ready") return child;
      if (await Promise.race([isOver, wait(20, false)])) break;
    }
    const reason = await reasonInLog(logFile, size);
    const isLeftover = /pre-existing shared memory|postmaster\.pid|lock file/.test(reason);
    if (!isLeftover || Date.now() > deadline) throw new Failure(reason);
    await wait(200);
  }
}

async function stopServer(
  directory: string,
  pid: number,
  child: ChildProcess | undefined,
): Promise<void> {
  try {
    process.kill(pid, "SIGINT"); // "fast": ends sessions, writes a checkpoint
  } catch {
    return; // already gone
  }
  // The file is removed last. (A zombie process would still look alive.)
  const deadline = Date.now() + stopPatienceMs;
  while ((await readPid(directory)) === pid) {
    if (Date.now() > deadline) throw new Failure(`PostgreSQL (process ${pid}) does not stop.`);
    await wait(20);
  }
  // Wait for the exiting child, so that no process of ours is left when this one ends. It takes milliseconds.
  if (child) await Promise.race([childExit(child), wait(exitGraceMs)]);
}

function childExit(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once("exit", () => resolve()));
}

/** Polls, because there is no exit event for a process that is not our child. */
function pollForExit(pid: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      try {
        process.kill(pid, 0);
      } catch {
        clearInterval(timer);
        resolve();
      }
    }, 1000);
    timer.unref();
  });
}

/**
 * Opens the embedded PostgreSQL of a data folder: creates the data if there is none, adopts a server that is still
 * running there, else starts one. It listens on a Unix socket only and outlives this process until `stop()`.
 *
 * @throws Failure with one readable line: wrong version, wrong owner, disk full, unsupported machine
 */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const directory = path.resolve(options.directory);
  await mkdir(path.dirname(directory), { recursive: true });
  const account = await unprivilegedAccount(directory);
  const setup: ServerSetup = {
    options: { ...options, directory },
    account,
    binaries: await findBinaries(account),
    socket: await socketFolder(directory, account),
  };
  const url = (database: string) => connectionUrl(setup.socket, superuser, database);

  if ((await checkData(directory)) === "absent") await initialise(setup);
  else if (account && (await stat(directory)).uid === 0) {
    throw new Failure(
      `${directory} belongs to root, which PostgreSQL refuses. Give it to an account with \`chown -R postgres ${directory}\` and start again.`,
    );
  }

  // "busy" is a server that is starting, recovering or shutting down.
  let state = await probe(url("postgres"));
  while (state === "busy") {
    await wait(50);
    state = await probe(url("postgres"));
  }
  let child: ChildProcess | undefined;
  if (state === "down") {
    await clearStalePid(directory);
    child = await launch(setup, url("postgres"));
    child.unref();
  }
  const pid = child?.pid ?? (await readPid(directory));
  if (pid === undefined) throw new Failure(`PostgreSQL runs in ${directory}, but has no pid file.`);
  const exited = child ? childExit(child) : pollForExit(pid);
  const stopWatching = endSmartShutdowns(directory, pid);
  void exited.then(stopWatching);
  return {
    url,
    pid,
    wasRunning: child === undefined,
    exited,
    stop: async () => {
      stopWatching();
      await stopServer(directory, pid, child);
    },
  };
}
