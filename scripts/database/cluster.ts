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

/** The embedded server's one role; the socket's folder is closed, so it needs no password. */
const superuser = "pentimento";
/** Major version of the embedded programs; data of another major version cannot be opened. */
const majorVersion = "18";
/** How long an earlier server's last processes may hold on to its memory after it was killed. */
const leftoverPatienceMs = 15_000;
/** PostgreSQL writes its last pages before it ends; a minute is a very slow disk. */
const stopPatienceMs = 60_000;
const lastBreathMs = 2_000;

export interface ClusterOptions {
  /** Where the data is; made when missing. */
  directory: string;
  /** The server's own log. */
  logFile: string;
  /** False gives up safety for speed (throw-away databases of tests). Default true. */
  isDurable?: boolean;
}

/** A running embedded PostgreSQL. */
export interface Cluster {
  /** The connection string of one of its databases. */
  url(database: string): string;
  /** The postmaster's process. */
  pid: number;
  /** It was already running (left by a killed start) and is used as it is. */
  wasRunning: boolean;
  /** Settles when the server has ended, for whatever reason. */
  exited: Promise<void>;
  /** Ends all connections, writes everything out and ends. Resolves when it is gone. */
  stop(): Promise<void>;
}

interface Place {
  options: ClusterOptions;
  account: Account | undefined;
  binaries: Binaries;
  socket: string;
}

/**
 * The name by which the server knows its own folder. As root the server runs under another account, which may
 * not be able to walk the path (a 0700 home); it is started inside the folder and knows it as its working folder.
 */
function ownName(directory: string, account: Account | undefined): string {
  return account && process.platform === "linux" ? "/proc/self/cwd" : directory;
}

function spawnAs(
  place: Place,
  program: string,
  args: string[],
  cwd: string,
  output: number,
): ChildProcess {
  // Nothing of ours: no key reaches the database's processes.
  const env = { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC", NODE_ENV: process.env.NODE_ENV };
  const stdio: StdioOptions = ["ignore", output, output];
  return spawn(program, args, { cwd, ...place.account, detached: true, stdio, env });
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

/** What `Failure` says where the server found no room; it starts once there is some. */
export const DISK_FULL =
  "The disk is full. Free some space, or move DATA_DIR to a larger disk, and start again.";

async function hasNoSpace(file: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(file);
  return bavail * bsize < 1024 * 1024;
}

/** What the log says since `from`: the reason that a server gives for not starting. */
async function reasonInLog(logFile: string, from: number): Promise<string> {
  const text = (await readFile(logFile)).subarray(from).toString("utf8");
  // A disk that is full to the last byte takes no log either.
  if (/no space left on device/i.test(text) || (await hasNoSpace(logFile))) {
    return DISK_FULL;
  }
  const lines = text.split("\n").filter((line) => /FATAL|PANIC|error:|could not/.test(line));
  const reason = (lines.at(-1) ?? "no reason given").replace(/^.*?(FATAL|PANIC|error):\s*/, "");
  return `PostgreSQL did not start: ${reason}. Its log is ${logFile}.`;
}

async function initialise(place: Place): Promise<void> {
  const { directory, logFile, isDurable = true } = place.options;
  const draft = `${directory}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  await chmod(draft, 0o700);
  if (place.account) await chown(draft, place.account.uid, place.account.gid);
  const log = await open(logFile, "a");
  try {
    const { size } = await log.stat();
    const args = [
      ...["-D", ownName(draft, place.account), "-U", superuser, "--auth=trust"],
      // The built-in locale sorts alike on every machine, whatever its C library.
      ...["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"],
      ...(isDurable ? [] : ["--no-sync"]),
    ];
    const code = await ended(spawnAs(place, place.binaries.initdb, args, draft, log.fd));
    if (code !== 0) throw new Failure(await reasonInLog(logFile, size));
    await rename(draft, directory);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  } finally {
    await log.close();
  }
}

function serverFlags(place: Place): string[] {
  const { directory, isDurable = true } = place.options;
  const own = ownName(directory, place.account);
  const settings: Record<string, string> = {
    listen_addresses: "",
    unix_socket_directories: place.socket === directory ? own : place.socket,
    unix_socket_permissions: "0700",
    max_connections: "200",
    // Its log of changes stands on the disk of the pictures. By default it may grow to 1 GB between checkpoints.
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
 * PostgreSQL clears a dead server's `postmaster.pid` by itself, unless the number has since been given to another
 * program of the same account (usual after a container restarts). Nothing answers on the socket here, so a
 * program of another name is not the server.
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

/** Starts the server and waits until it answers; crash recovery may take its time. */
async function launch(place: Place, url: string): Promise<ChildProcess> {
  const { directory, logFile } = place.options;
  const deadline = Date.now() + leftoverPatienceMs;
  for (;;) {
    const log = await open(logFile, "a");
    const { size } = await log.stat();
    const child = spawnAs(place, place.binaries.postgres, serverFlags(place), directory, log.fd);
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
  // The file goes last. (A process that nobody reaps would still look alive.)
  const deadline = Date.now() + stopPatienceMs;
  while ((await readPid(directory)) === pid) {
    if (Date.now() > deadline) throw new Failure(`PostgreSQL (process ${pid}) does not stop.`);
    await wait(20);
  }
  // So that nothing of ours is left when we end. It has nothing more to do, and is gone within milliseconds.
  if (child) await Promise.race([childExit(child), wait(lastBreathMs)]);
}

function childExit(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once("exit", () => resolve()));
}

/** Nobody tells us of the end of a process that we did not start. */
function strangerExit(pid: number): Promise<void> {
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
 * Opens the embedded PostgreSQL of a data folder: makes the data when there is none, uses a server that is still
 * running there, else starts one. It listens on a Unix socket alone and outlives this process until `stop()`.
 *
 * @throws Failure with a line for a person: wrong version, wrong owner, disk full, machine not supported.
 */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const directory = path.resolve(options.directory);
  await mkdir(path.dirname(directory), { recursive: true });
  const account = await unprivilegedAccount(directory);
  const place: Place = {
    options: { ...options, directory },
    account,
    binaries: await findBinaries(account),
    socket: await socketFolder(directory, account),
  };
  const url = (database: string) => connectionUrl(place.socket, superuser, database);

  if ((await checkData(directory)) === "absent") await initialise(place);
  else if (account && (await stat(directory)).uid === 0) {
    throw new Failure(
      `${directory} belongs to root, which PostgreSQL refuses. Give it to an account with \`chown -R postgres ${directory}\` and start again.`,
    );
  }

  // "busy" is a server that is starting, recovering or on its way out.
  let state = await probe(url("postgres"));
  while (state === "busy") {
    await wait(50);
    state = await probe(url("postgres"));
  }
  let child: ChildProcess | undefined;
  if (state === "down") {
    await clearStalePid(directory);
    child = await launch(place, url("postgres"));
    child.unref();
  }
  const pid = child?.pid ?? (await readPid(directory));
  if (pid === undefined) throw new Failure(`PostgreSQL runs in ${directory}, but has no pid file.`);
  const exited = child ? childExit(child) : strangerExit(pid);
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
