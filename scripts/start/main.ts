import { constants } from "node:fs";
import { access, mkdir } from "node:fs/promises";
import type { Settings } from "@/lib/server/env";
import { applyMigrations } from "../database/migrations";
import { openEmbedded } from "../database/open";
import { checkDatabase } from "../database/remote";
import { duration, step } from "../launch/steps.mjs";
import { watchAncestors } from "../launch/ancestors.mjs";
import { takeOverSignals } from "../launch/launch.mjs";
import { countStops, isUnderNpm, stopOptions } from "../launch/stop-levels.mjs";
import { buildApp } from "../setup/build";
import { generateClient } from "../setup/client";
import { errorMessage, explain, Failure } from "../setup/failure";
import { processSettings } from "../setup/process-settings";
import { checkProfiles, loadSettings } from "../setup/settings";
import { type App, startApp } from "./app";
import { type Lock, takeLock } from "./lock";
import { addresses, checkPort } from "./port";

// `npm start` and, with --dev, `npm run dev`: from installed packages to a printed address, and the shutdown.

/** When the command started, before packages were installed. */
const startedAt = Number(process.env.LAUNCHED_AT);
const isDev = process.argv.includes("--dev");
/** Added to the app's own drain limit. */
const stopMarginMs = 20_000;

/** Shutdown actions, run in reverse order. */
const undo: (() => Promise<void>)[] = [];
const stopping = new AbortController();
let lock: Lock | undefined;
let app: App | undefined;
let isStopping = false;
let exitCode = 0;

/** Stops the app, then the database, then releases the data folder. */
async function end(code: number): Promise<never> {
  exitCode = Math.max(exitCode, code);
  await lock?.markStopping().catch(() => undefined); // a full disk must not keep us from stopping
  for (const action of undo.splice(0).toReversed()) {
    await action().catch((error: unknown) => {
      console.error(`✗ ${explain(error) ?? errorMessage(error)}`);
      exitCode = 1;
    });
  }
  process.exit(exitCode);
}

function fail(error: unknown): Promise<never> {
  const line = explain(error);
  console.error(line === undefined ? error : `\n✗ ${line}`);
  return end(1);
}

/** The first request lets calls finish, the second aborts them, the third kills the app. */
function onStopLevel(level: number): void {
  if (level > 1) {
    if (app) app.hurry();
    else process.exit(130);
    return;
  }
  isStopping = true;
  stopping.abort();
  if (!app) return;
  console.log(
    "\nStopping. Calls that are under way may finish; press Ctrl-C again to give them up.",
  );
  void end(0);
}

async function prepareFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Failure(
      `DATA_DIR ${folder} cannot be used (${errorMessage(error)}). Give this account access to it, or choose another folder.`,
    );
  }
}

async function openDatabase(settings: Settings): Promise<string> {
  const { DATABASE_URL, DATA_DIR } = settings;
  if (DATABASE_URL) {
    await step(
      "Reach the database",
      () => checkDatabase(DATABASE_URL),
      (version) => `PostgreSQL ${version}`,
    );
    return DATABASE_URL;
  }
  const database = await step(
    "Start the embedded PostgreSQL",
    async (say) => {
      say("the first start makes it, the start after a crash repairs it");
      return openEmbedded(DATA_DIR, (error) => void fail(error));
    },
    ({ wasRunning }) => (wasRunning ? "it was still running" : ""),
  );
  undo.push(() => step("Stop the embedded PostgreSQL", database.stop));
  return database.url;
}

function appEnv(settings: Settings, databaseUrl: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: isDev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    ...processSettings,
    DATABASE_URL: databaseUrl,
    DATA_DIR: settings.DATA_DIR,
    PORT: String(settings.PORT),
    HOST: settings.HOST,
  };
}

async function main(): Promise<void> {
  const settings = loadSettings();
  checkProfiles(settings);
  const { DATA_DIR, DATABASE_URL, DRAIN_SECONDS, HOST, PENTIMENTO_ROLE, PORT } = settings;
  const signal = stopping.signal;

  await prepareFolder(DATA_DIR);
  // With an external database, web and worker processes may share a data folder.
  if (!DATABASE_URL || PENTIMENTO_ROLE === "all") {
    lock = await takeLock(DATA_DIR, `port ${PORT}`, (pid) =>
      console.log(`… Waiting for the earlier studio (process ${pid}) to finish its calls.`),
    );
    undo.push(lock.release);
  }
  await checkPort(HOST, PORT);
  signal.throwIfAborted();

  await step(
    "Prepare the database client",
    () => generateClient(signal),
    (isNew) => (isNew ? "generated" : "up to date"),
  );
  const databaseUrl = await openDatabase(settings);
  signal.throwIfAborted();
  await step(
    "Apply migrations",
    () => applyMigrations(databaseUrl),
    (names) => (names.length > 0 ? `${names.length} new` : "up to date"),
  );
  signal.throwIfAborted();
  if (!isDev) {
    await step(
      "Build the app",
      (say) => buildApp(say, signal),
      (isNew) => (isNew ? "built" : "up to date"),
    );
  }
  signal.throwIfAborted();
  const running = await step("Start the app", () => startApp(appEnv(settings, databaseUrl), isDev));
  app = running;
  undo.push(() => step("Stop the app", () => running.stop(DRAIN_SECONDS * 1000 + stopMarginMs)));
  void running.exited.then((how) => {
    if (!isStopping) void fail(new Failure(`The app ended unexpectedly (${how}). Start again.`));
  });
  signal.throwIfAborted();

  const where = settings.PENTIMENTO_URL ? [settings.PENTIMENTO_URL] : addresses(HOST, running.port);
  const upstream = settings.UPSTREAM_API_KEY
    ? new URL(settings.UPSTREAM_BASE_URL).host
    : "sandbox: set UPSTREAM_API_KEY for real pictures";
  console.log(
    `\nReady in ${duration(Date.now() - startedAt)}: ${where.join("  ")}  (${upstream})\n`,
  );
}

const countStop = countStops(onStopLevel, stopOptions());
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => countStop("signal"));
// npm may have ended because of the stop request that we received too: that is no second request.
if (isUnderNpm) watchAncestors(() => isStopping || countStop("npm"));
takeOverSignals();

await main().catch((error: unknown) =>
  stopping.signal.aborted ? end(exitCode || 130) : fail(error),
);
