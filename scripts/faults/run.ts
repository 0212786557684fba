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
import type { FaultyUpstream } from "./upstream";

export type FaultRun = {
  seed: number;
  generations: number;
  studio: FaultStudio;
  upstream: FaultyUpstream;
  databaseUrl: string;
  /** Kills the database and brings it back; left out, it lives through the run. */
  crashDatabase?: () => Promise<void>;
  /** One death alone, for a short run. */
  isShort?: boolean;
  say: (text: string) => void;
};

const postPatienceMs = 60_000;
const endPatienceMs = 180_000;
/** One slow upload for so many pictures. */
const PICTURES_PER_UPLOAD = 5;

/** Asks for all pictures, lets everything go wrong meanwhile, waits for the end, and compares. */
export async function runFaults(run: FaultRun): Promise<Verdict> {
  const { studio, upstream, databaseUrl, say } = run;
  const api = await Api.firstVisit(studio.url, {
    name: "Ada",
    email: "ada@example.org",
    password: "a lamp in the third window",
  });
  const uploads = uploadSlowly(api, run.seed, Math.ceil(run.generations / PICTURES_PER_UPLOAD));
  await Promise.all([postAll(run, api), troubleAll(run), uploads]);
  say("all troubles are over; waiting for what is under way");
  await untilEnded(databaseUrl);
  const fallen = studio.fallen();
  if (fallen.length > 0) throw new Error(`fell over by itself: ${fallen.join(", ")}`);
  const rows = await withClient(databaseUrl, readLedger);
  return compare({
    rows,
    calls: upstream.calls,
    kills: studio.kills,
    sha256: await digests(run, api, rows),
    badUploads: await findBadUploads(api, await uploads),
  });
}

/** Half of them at once, the others while things break: what a person sends then must arrive as well, and once. */
async function postAll({ generations, upstream, seed }: FaultRun, api: Api): Promise<void> {
  const program = await ImpatientProgram.create(api);
  const asked: Promise<void>[] = [];
  for (let picture = 1; picture <= generations; picture += 1) {
    if (picture > generations / 2) await upstream.answered(picture - generations / 2);
    if (isByProgram(seed, picture)) {
      asked.push(program.ask(picture));
      continue;
    }
    const tier = chanceOf(seed, picture, "tier")() < 0.3 ? "1K" : null;
    const body = turnBody({ prompt: promptOf(picture) });
    await insist(() =>
      api.call("turns.create", { body: { ...body, settings: { ...body.settings, tier } } }),
    );
  }
  await Promise.all(asked);
}

/** As the browser does: the same request again, which by its key makes no second turn. */
async function insist(post: () => Promise<unknown>): Promise<void> {
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

/** Each trouble at the very moment when a certain number of answers have left: that is when most is at stake. */
async function troubleAll(run: FaultRun): Promise<void> {
  const { studio, upstream, generations, crashDatabase, say } = run;
  const chance = chanceOf(run.seed, "troubles");
  const at = async (part: number, what: string, trouble: () => Promise<unknown>) => {
    await upstream.answered(Math.round(generations * part));
    await wait(chance() * 40);
    say(what);
    await trouble();
  };
  const die = async (...workers: number[]) => {
    await Promise.all(workers.map((n) => studio.killWorker(n)));
    await wait(chance() * 2_000);
    await Promise.all(workers.map((n) => studio.startWorker(n)));
  };
  await at(0.12, "a worker is killed", () => die(0));
  await at(0.3, "the service dies for a moment", () => upstream.dieFor(1_500));
  if (run.isShort) return;
  await at(0.4, "the other worker is killed", () => die(1));
  if (crashDatabase) await at(0.5, "the database is killed", crashDatabase);
  await at(0.6, "both workers are killed", () => die(0, 1));
  await at(0.7, "the service dies for longer", () => upstream.dieFor(5_000));
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

/** What each picture must be; and that the studio serves those bytes, and not only knows their name. */
async function digests(
  { upstream, generations }: FaultRun,
  api: Api,
  rows: readonly LedgerRow[],
): Promise<Map<number, string>> {
  const digestOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
  const found = new Map<number, string>();
  for (let picture = 1; picture <= generations; picture += 1) {
    found.set(picture, digestOf(await upstream.picture(picture)));
  }
  for (const image of rows.flatMap(({ images }) => images)) {
    const { bytes } = await api.send("GET", `/api/images/${image.id}/original`);
    if (digestOf(bytes) !== image.sha256) image.sha256 = "served otherwise";
  }
  return found;
}
