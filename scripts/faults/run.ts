import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { Api } from "../../e2e/fixtures/api";
import { turnBody } from "../testing/turn-body";
import { withClient } from "../database/connection";
import { compare, type Verdict } from "./compare";
import { countUnderWay, type LedgerRow, readLedger } from "./ledger";
import { promptOf } from "./plan";
import { chanceOf } from "./random";
import { ImpatientProgram, isByProgram } from "./programs";
import type { FaultStudio } from "./studio";
import { findBadUploads, uploadSlowly } from "./uploads";
import { runTaskFaults } from "./tasks";
import type { FaultyUpstream } from "./upstream";

export type FaultRun = {
  seed: number;
  generations: number;
  studio: FaultStudio;
  upstream: FaultyUpstream;
  databaseUrl: string;
  /** Kills and restarts the database; if left out, the database is not killed. */
  crashDatabase?: () => Promise<void>;
  /** Stops after the first two faults. */
  isShort?: boolean;
  say: (text: string) => void;
};

const postPatienceMs = 60_000;
const endPatienceMs = 180_000;
/** One slow upload per this many images. */
const IMAGES_PER_UPLOAD = 5;

/** Requests all images, injects the faults meanwhile, waits until all generations have ended, and compares. */
export async function runFaults(run: FaultRun): Promise<Verdict> {
  const { studio, upstream, databaseUrl, say } = run;
  const api = await Api.firstVisit(studio.url, {
    name: "Ada",
    email: "ada@example.org",
    password: "a lamp in the third window",
  });
  const uploads = uploadSlowly(api, run.seed, Math.ceil(run.generations / IMAGES_PER_UPLOAD));
  await Promise.all([postAll(run, api), injectFaults(run), uploads]);
  say("all faults are injected; waiting for running generations");
  await untilEnded(databaseUrl);
  const badTasks = run.isShort ? [] : await runTaskFaults(run, api);
  const crashed = studio.crashed();
  if (crashed.length > 0) throw new Error(`ended unexpectedly: ${crashed.join(", ")}`);
  const rows = await withClient(databaseUrl, readLedger);
  return compare({
    rows,
    calls: upstream.calls,
    kills: studio.kills,
    sha256: await digests(run, api, rows),
    badTasks,
    badUploads: await findBadUploads(api, await uploads),
  });
}

/** Posts half of the turns at once and the others during the faults: they must arrive too, and once each. */
async function postAll({ generations, upstream, seed }: FaultRun, api: Api): Promise<void> {
  const program = await ImpatientProgram.create(api);
  const asked: Promise<void>[] = [];
  for (let image = 1; image <= generations; image += 1) {
    if (image > generations / 2) await upstream.answered(image - generations / 2);
    if (isByProgram(seed, image)) {
      asked.push(program.ask(image));
      continue;
    }
    const tier = chanceOf(seed, image, "tier")() < 0.3 ? "1K" : null;
    const body = turnBody({ prompt: promptOf(image) });
    await postUntilAccepted(() =>
      api.call("turns.create", { body: { ...body, settings: { ...body.settings, tier } } }),
    );
  }
  await Promise.all(asked);
}

/** Retries like the browser: the idempotency key prevents a second turn. */
async function postUntilAccepted(post: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + postPatienceMs;
  for (;;) {
    try {
      await post();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await wait(500);
    }
  }
}

/** Injects each fault when a given number of answers has just been sent: that is when most can be lost. */
async function injectFaults(run: FaultRun): Promise<void> {
  const { studio, upstream, generations, crashDatabase, say } = run;
  const chance = chanceOf(run.seed, "troubles");
  const at = async (part: number, what: string, fault: () => Promise<unknown>) => {
    await upstream.answered(Math.round(generations * part));
    await wait(chance() * 40);
    say(what);
    await fault();
  };
  const die = async (...workers: number[]) => {
    await Promise.all(workers.map((n) => studio.killWorker(n)));
    await wait(chance() * 2_000);
    await Promise.all(workers.map((n) => studio.startWorker(n)));
  };
  await at(0.12, "a worker is killed", () => die(0));
  await at(0.3, "the upstream dies for a moment", () => upstream.dieFor(1_500));
  if (run.isShort) return;
  await at(0.4, "the other worker is killed", () => die(1));
  if (crashDatabase) await at(0.5, "the database is killed", crashDatabase);
  await at(0.6, "both workers are killed", () => die(0, 1));
  await at(0.7, "the upstream dies for longer", () => upstream.dieFor(5_000));
  if (crashDatabase) {
    await at(0.8, "the database and a worker are killed", () =>
      Promise.all([crashDatabase(), die(0)]),
    );
  }
  await at(0.9, "a worker is killed once more", () => die(1));
}

async function untilEnded(databaseUrl: string): Promise<void> {
  const deadline = Date.now() + endPatienceMs;
  while ((await withClient(databaseUrl, countUnderWay)) > 0 && Date.now() < deadline) {
    await wait(250);
  }
}

/** The expected hash of each image. Also checks that the studio serves the bytes that its rows name. */
async function digests(
  { upstream, generations }: FaultRun,
  api: Api,
  rows: readonly LedgerRow[],
): Promise<Map<number, string>> {
  const digestOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
  const found = new Map<number, string>();
  for (let image = 1; image <= generations; image += 1) {
    found.set(image, digestOf(await upstream.image(image)));
  }
  for (const image of rows.flatMap(({ images }) => images)) {
    const { bytes } = await api.send("GET", `/api/images/${image.id}/original`);
    if (digestOf(bytes) !== image.sha256) image.sha256 = "served different bytes";
  }
  return found;
}
