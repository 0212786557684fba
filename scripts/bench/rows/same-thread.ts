import { endedGeneration } from "../client";
import type { Bench, Studio } from "../bench";
import { lockWaits } from "../lock-waits";
import { type Measurement, NotMeasurable, type Row } from "../measurement";
import { usualPng } from "../images";
import { chatAnswer, dataUrlHead } from "../upstream";

const turns = 4;
const variations = 8;
const count = turns * variations;
/** A few milliseconds for each of the others that are ahead, which is half of them on average. */
const mostMs = ((count - 1) / 2) * 5;

/** How long images of one thread that arrive at the same moment wait for each other. */
export const sameThread: Row = {
  name: "same-thread",
  async measure(bench) {
    if (process.platform !== "linux") throw new NotMeasurable("needs Linux (/proc)");
    return bench.withStudio({ UPSTREAM_CONCURRENCY: String(count) }, (studio) =>
      measure(bench, studio),
    );
  },
};

async function measure(bench: Bench, { client, upstream }: Studio): Promise<Measurement[]> {
  const pngs = await usualPng();
  const events = await client.events();
  const { turn } = await client.createTurn({ variations });
  for (let n = 1; n < turns; n += 1) {
    await client.createTurn({ variations, threadId: turn.threadId });
  }
  await upstream.untilWaiting(count);
  const calls = upstream.takeAll();
  const started = performance.now();
  const waits = await lockWaits(bench.database, "Thread", async () => {
    await Promise.all(
      calls.map((call, index) => call.answer(chatAnswer([dataUrlHead, ...pngs.base64(index)]))),
    );
    for (let ended = 0; ended < count; ended += 1) {
      await events.next((event) => endedGeneration(event) !== null);
    }
  });
  const seconds = (performance.now() - started) / 1000;
  events.close();
  const sum = waits.reduce((total, wait) => total + wait, 0);
  return [
    {
      what: `wait for the thread's row per image, ${count} images of one thread at once`,
      value: sum / count,
      unit: "ms",
      floor: null,
      aim: { of: "value", most: mostMs },
      note: `the longest ${Math.max(0, ...waits).toFixed(0)} ms; all stored in ${seconds.toFixed(1)} s`,
    },
  ];
}
