import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { db } from "@/lib/server/db";
import type { Bench, Studio } from "../bench";
import { bareWork } from "../floor";
import { type PngSeries, usualPng } from "../images";
import { type Measurement, NotMeasurable, type Row } from "../measurement";
import { processorTime } from "../processor";
import { countExecuted } from "../statements";
import { within } from "../patience";
import { chatAnswer, dataUrlHead } from "../upstream";

const warmUps = 8;
const pictures = 32;
const patienceMs = 120_000;
const pollMs = 250;

/** What a picture costs the server, from the turn to its storage: database work and processor time. */
export const work: Row = {
  name: "work",
  async measure(bench) {
    if (process.platform !== "linux") throw new NotMeasurable("needs Linux (/proc)");
    return bench.withStudio({}, (studio) => measure(bench, studio));
  },
};

async function measure(bench: Bench, studio: Studio): Promise<Measurement[]> {
  const pngs = await usualPng();
  let made = 0;
  /** Returns the number of queries that the bench itself needed. */
  const make = async (count: number) => {
    for (let n = 0; n < count; n += 1) {
      await makePicture(studio, pngs, made);
      made += 1;
    }
    return within(untilStored(made), patienceMs, `${made} stored pictures`);
  };
  await make(warmUps);
  let own = 0;
  const executed = await countExecuted(bench.database, async () => {
    own = await make(pictures);
  });
  const roots = [studio.app.pid, bench.database.pid];
  const before = await processorTime(roots);
  await make(pictures);
  const spent = ((await processorTime(roots)) - before) / pictures;
  const bare = await bareProcessorTime(bench, pngs, made);
  const each = (count: number) => (count - own) / pictures;
  return [
    {
      what: "statements per picture, from the turn to its storage",
      value: each(executed.statements),
      unit: "",
      floor: null,
      aim: { of: "value", most: 40 },
      note: `${pictures} pictures, one after the other; polls and heartbeats included`,
    },
    {
      what: "transactions per picture",
      value: each(executed.transactions),
      unit: "",
      floor: null,
      aim: { of: "value", most: 12 },
    },
    {
      what: "processor time per picture, of the studio and PostgreSQL",
      value: spent,
      unit: "ms",
      floor: { what: "decode, hash, fsync and three previews of the same picture", value: bare },
      aim: { of: "ratio", most: 1.4 },
    },
  ];
}

async function makePicture(
  { client, upstream }: Studio,
  pngs: PngSeries,
  index: number,
): Promise<void> {
  await client.createTurn();
  const call = await upstream.next();
  await call.answer(chatAnswer([dataUrlHead, ...pngs.base64(index)]));
}

async function untilStored(count: number): Promise<number> {
  for (let queries = 1; ; queries += 1) {
    if ((await db.generation.count({ where: { state: "succeeded" } })) >= count) return queries;
    await wait(pollMs);
  }
}

async function bareProcessorTime(bench: Bench, pngs: PngSeries, first: number): Promise<number> {
  const before = process.cpuUsage();
  for (let n = 0; n < pictures; n += 1) {
    await bareWork(pngs.copy(first + n), path.join(bench.folder, "floor"));
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / pictures;
}
