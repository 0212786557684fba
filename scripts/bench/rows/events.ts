import pg from "pg";
import { threadId } from "@/lib/contracts/ids";
import { inTransaction } from "@/lib/server/db";
import { announceThread } from "@/lib/server/domain/announcements/announce";
import type { Bench, Studio } from "../bench";
import type { Measurement, Row } from "../measurement";
import { within } from "../patience";
import { percentile } from "../statistics";

const warmUps = 30;
const samples = 300;

/** From a commit in this process to the event at a client of the app's process. */
export const events: Row = {
  name: "events",
  measure: (bench) => bench.withStudio({}, (studio) => measure(bench, studio)),
};

async function measure(bench: Bench, studio: Studio): Promise<Measurement[]> {
  const floor = await measureNotify(bench.databaseUrl);
  const times = await measureEvents(studio);
  return [
    {
      what: `commit sent to event at the client, p95 of ${samples}`,
      value: percentile(times.slice(warmUps), 95),
      unit: "ms",
      floor: {
        what: "commit sent to NOTIFY at a PostgreSQL client",
        value: percentile(floor.slice(warmUps), 95),
      },
      aim: { of: "value", most: 50 },
      note: "the commit itself is in it",
    },
  ];
}

async function measureEvents({ client, upstream }: Studio): Promise<number[]> {
  const { workspace } = await client.state();
  const { turn } = await client.createTurn();
  const id = threadId.parse(turn.threadId);
  const call = await upstream.next();
  const events = await client.events();
  await call.refuse();
  await events.next((event) => event.kind === "generation.changed" && event.thread?.underWay === 0);
  const times: number[] = [];
  for (let n = 0; n < warmUps + samples; n += 1) {
    const committedAt = await inTransaction(async (tx) => {
      await announceThread(tx, workspace.id, id);
      return performance.now();
    });
    const { at } = await events.next((event) => event.kind === "thread.changed");
    times.push(at - committedAt);
  }
  events.close();
  return times;
}

async function measureNotify(url: string): Promise<number[]> {
  const listener = new pg.Client({ connectionString: url });
  const writer = new pg.Client({ connectionString: url });
  await Promise.all([listener.connect(), writer.connect()]);
  await listener.query("LISTEN bench_floor");
  await writer.query("CREATE TABLE bench_events (n int)");
  const times: number[] = [];
  for (let n = 0; n < warmUps + samples; n += 1) {
    const notified = new Promise<number>((resolve) =>
      listener.once("notification", () => resolve(performance.now())),
    );
    await writer.query("BEGIN");
    await writer.query("INSERT INTO bench_events VALUES (1)");
    await writer.query("NOTIFY bench_floor");
    const committedAt = performance.now();
    await writer.query("COMMIT");
    times.push((await within(notified, 10_000, "a notification")) - committedAt);
  }
  await Promise.all([listener.end(), writer.end()]);
  return times;
}
