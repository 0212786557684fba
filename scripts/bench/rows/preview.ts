import path from "node:path";
import pg from "pg";
import type { Bench, Studio } from "../bench";
import { endedGeneration } from "../client";
import type { EventReader } from "../events";
import { bareWork } from "../floor";
import type { Measurement, Row } from "../measurement";
import { type PngSeries, usualPng } from "../images";
import { median } from "../statistics";
import { chatAnswer, dataUrlHead } from "../upstream";

const warmUps = 3;
const rounds = 15;
const aim = { of: "ratio", most: 1.5 } as const;

/** From the upstream's last byte to the largest derivative at a client on the event stream. */
export const preview: Row = {
  name: "preview",
  measure: (bench) => bench.withStudio({}, (studio) => measure(bench, studio)),
};

async function measure(bench: Bench, studio: Studio): Promise<Measurement[]> {
  const { client, upstream } = studio;
  const pngs = await usualPng();
  const events = await client.events();
  const commits = await openCommits(bench.databaseUrl);
  const times: { floor: number[]; data: number[]; url: number[] } = {
    floor: [],
    data: [],
    url: [],
  };

  for (let round = 0; round < warmUps + rounds; round += 1) {
    const first = round * 3; // no image twice: the second would already be stored
    const floor = await bareWork(pngs.copy(first), path.join(bench.folder, "floor"));
    const commit = await commits.one();
    const data = await arrive(studio, events, [dataUrlHead, ...pngs.base64(first + 1)]);
    const address = upstream.offer(`${round}.png`, pngs.copy(first + 2));
    const url = await arrive(studio, events, [Buffer.from(address)]);
    if (round < warmUps) continue;
    times.floor.push(floor.ms + commit);
    times.data.push(data);
    times.url.push(url);
  }
  await commits.end();
  events.close();

  const floor = {
    what: `decode, hash, fsync, three previews and a commit, on the same ${sizeOf(pngs)} PNG`,
    value: median(times.floor),
  };
  const line = (what: string, values: number[]): Measurement => {
    return { what, value: median(values), unit: "ms", floor, aim };
  };
  return [
    line("last byte of an answer with a data URL to preview at client", times.data),
    line(
      "last byte of an answer with a URL to preview at client (the download included)",
      times.url,
    ),
  ];
}

/** Milliseconds from the answer's last byte to the derivative's last byte, for one image. */
async function arrive(
  { client, upstream }: Studio,
  events: EventReader,
  content: Buffer[],
): Promise<number> {
  const { turn } = await client.createTurn();
  const call = await upstream.next();
  const lastByteAt = await call.answer(chatAnswer(content));
  const { payload } = await events.next((event) => endedGeneration(event)?.turnId === turn.id);
  const image = endedGeneration(payload)?.images[0];
  if (image === undefined) throw new Error("an answer gave no image");
  await client.get(`/api/images/${image.id}/1440`);
  return performance.now() - lastByteAt;
}

function sizeOf({ byteLength }: PngSeries): string {
  return `${(byteLength / 2 ** 20).toFixed(1)} MB`;
}

/** The minimum cost of a durable commit on this PostgreSQL. */
async function openCommits(url: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("CREATE TABLE bench_commits (n int)");
  return {
    async one(): Promise<number> {
      const started = performance.now();
      await client.query("INSERT INTO bench_commits VALUES (1)");
      return performance.now() - started;
    },
    end: () => client.end(),
  };
}
