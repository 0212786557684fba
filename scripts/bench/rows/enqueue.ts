import type { Studio } from "../bench";
import type { Measurement, Row } from "../measurement";
import { percentile } from "../statistics";

const crowd = 500;
const samples = 100;
const warmUps = 40;
const calm = 60;
const variations = 8;

/** A limit that is never reached here. */
export const roomFor640 = { WORKER_CONCURRENCY: "640", UPSTREAM_CONCURRENCY: "640" };

/** Time until a turn is accepted while hundreds of generations are upstream. */
export const enqueue: Row = {
  name: "enqueue",
  measure: (bench) => bench.withStudio(roomFor640, measure),
};

async function measure({ client, upstream }: Studio): Promise<Measurement[]> {
  // Warm up: compile and connect.
  await take(client, warmUps);
  const alone = await take(client, calm);

  let made = warmUps + calm;
  for (; made < crowd; made += variations) await client.createTurn({ variations });
  await upstream.untilWaiting(crowd);
  const crowded = await take(client, samples);
  await upstream.untilWaiting(made + samples);

  return [
    {
      what: `POST /api/turns, p95 of ${samples}, with ${crowd} generations waiting upstream`,
      value: percentile(crowded, 95),
      unit: "ms",
      floor: {
        what: `the same with fewer than ${warmUps + calm} waiting`,
        value: percentile(alone, 95),
      },
      aim: { of: "value", most: 100 },
    },
  ];
}

async function take(client: Studio["client"], count: number): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) times.push((await client.createTurn()).tookMs);
  return times;
}
