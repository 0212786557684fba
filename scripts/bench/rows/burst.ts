import type { Bench, Studio } from "../bench";
import { endedGeneration } from "../client";
import { type Measurement, NotMeasurable, type Row } from "../measurement";
import { readMemory } from "../memory";
import { largePng } from "../images";
import { chatAnswer, dataUrlHead } from "../upstream";

const count = 20;
const mebibyte = 2 ** 20;

/** Peak memory when twenty 4K answers arrive at the same moment. */
export const burst: Row = {
  name: "burst",
  async measure(bench) {
    if (process.platform !== "linux") throw new NotMeasurable("needs Linux (/proc)");
    return bench.withStudio({ UPSTREAM_CONCURRENCY: "20" }, (studio) => measure(bench, studio));
  },
};

async function measure(bench: Bench, studio: Studio): Promise<Measurement[]> {
  const { app, client, upstream } = studio;
  bench.say("burst: making a 4K image");
  const pngs = await largePng();
  const events = await client.events();
  for (let n = 0; n < count; n += 1) await client.createTurn();
  await upstream.untilWaiting(count);
  const atRest = await readMemory(app.pid, "VmRSS");

  const calls = upstream.takeAll().map((call, index) => ({
    call,
    answer: chatAnswer([dataUrlHead, ...pngs.base64(index)]),
  }));
  const answerBytes = (calls[0]?.answer ?? []).reduce((sum, part) => sum + part.length, 0);
  const started = performance.now();
  await Promise.all(calls.map(({ call, answer }) => call.answer(answer)));
  let images = 0;
  const failures = new Set<string>();
  for (let ended = 0; ended < count; ended += 1) {
    const { payload } = await events.next((event) => endedGeneration(event) !== null);
    const generation = endedGeneration(payload);
    images += generation?.images.length ?? 0;
    if (generation?.failureCode) failures.add(generation.failureCode);
  }
  const seconds = (performance.now() - started) / 1000;
  const peak = await readMemory(app.pid, "VmHWM");
  events.close();

  return [
    {
      what: `peak memory of the app over ${count} answers of ${(answerBytes / mebibyte).toFixed(0)} MB at once`,
      value: peak / mebibyte,
      unit: "MB",
      floor: { what: "the app's memory before they arrived", value: atRest / mebibyte },
      aim: { of: "value", most: 600 },
      note: `${images} of ${count} became images, in ${seconds.toFixed(1)} s`,
      ...(images < count && {
        fault: `${count - images} images were lost (${[...failures].join(", ")})`,
      }),
    },
  ];
}
