import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Cluster, openCluster } from "../database/cluster";
import { withClient } from "../database/connection";
import { applyMigrations } from "../database/migrations";
import { duration } from "../launch/steps.mjs";
import { buildApp } from "../setup/build";
import { generateClient } from "../setup/client";
import { exitWith, Failure } from "../setup/failure";
import { isFlawless, toTable } from "./report";

// `npm run test:faults`: runs hundreds of generations while the surroundings break, then compares the studio's ledger
// with the calls that the upstream counted. --seed N repeats a run's faults, --generations N makes it shorter, --log
// FILE keeps the studio's output. The exit code is 1 if any figure is wrong.

const startedAt = Date.now();

function say(text: string): void {
  console.error(`… ${duration(Date.now() - startedAt)}  ${text}`);
}

/** As durable as in production: a commit must survive a crash, or the run would blame the studio. */
async function openDatabase(folder: string) {
  const options = {
    directory: path.join(folder, "postgres"),
    logFile: path.join(folder, "postgres.log"),
  };
  let cluster: Cluster = await openCluster(options);
  await withClient(cluster.url("postgres"), (client) => client.query("CREATE DATABASE faults"));
  await applyMigrations(cluster.url("faults"));
  return {
    url: cluster.url("faults"),
    async crash() {
      process.kill(cluster.pid, "SIGKILL");
      await cluster.exited;
      await wait(2_000);
      cluster = await openCluster(options);
    },
    stop: () => cluster.stop(),
  };
}

function readArguments() {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: String(Math.floor(Math.random() * 1_000_000)) },
      generations: { type: "string", default: "300" },
      log: { type: "string" },
    },
  });
  const [seed, generations] = [Number(values.seed), Number(values.generations)];
  if (!Number.isInteger(seed) || !Number.isInteger(generations) || generations < 20) {
    throw new Failure("--seed takes a whole number, --generations one from 20 on.");
  }
  return { seed, generations, log: values.log };
}

async function main(): Promise<void> {
  const { seed, generations, log } = readArguments();
  say(`seed ${seed}`);
  await generateClient();
  await buildApp(() => undefined);
  const { runFaults } = await import("./run");
  const { FaultStudio } = await import("./studio");
  const { FaultyUpstream } = await import("./upstream");

  const folder = await mkdtemp(path.join(os.tmpdir(), "pentimento-faults-"));
  const undo: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  // Stop the database on Ctrl-C.
  const interrupt = () => void close().finally(() => process.exit(130));
  for (const signal of ["SIGINT", "SIGTERM", "disconnect"]) process.once(signal, interrupt);
  try {
    const database = await openDatabase(folder);
    undo.push(() => database.stop());
    const upstream = await FaultyUpstream.start(seed);
    undo.push(() => upstream.stop());
    await mkdir(path.join(folder, "data"));
    const studio = await FaultStudio.start(folder, database.url, upstream);
    undo.push(() => studio.stop());
    if (log !== undefined) undo.push(() => writeFile(log, studio.logs()));
    const verdict = await runFaults({
      ...{ seed, generations, studio, upstream, say },
      databaseUrl: database.url,
      crashDatabase: () => database.crash(),
    });
    console.log(`\n${toTable(verdict)}\n`);
    console.log(`Seed ${seed}. It took ${duration(Date.now() - startedAt)}.`);
    process.exitCode = isFlawless(verdict) ? 0 : 1;
  } finally {
    await close();
  }
  process.exit();
}

await main().catch(exitWith);
