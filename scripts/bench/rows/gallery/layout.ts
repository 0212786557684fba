import { layoutRows, type Row } from "@/components/gallery/layout";
import type { Bench } from "../../bench";
import type { Measurement } from "../../measurement";
import { median } from "../../statistics";

const ratios = [1.5, 2 / 3, 1, 16 / 9, 3 / 4];
const runs = 15;

/** The rows of a wall from all proportions, in V8, which is Chromium's. The floor reads each proportion once. */
export function measureLayout({ images, say }: Bench): Measurement[] {
  say("gallery: layout");
  const all = Float64Array.from({ length: images }, (_, n) => ratios[n % ratios.length] ?? 1);
  const options = { width: 1_200, rowHeight: 220, gap: 4 };
  const times: number[] = [];
  const floors: number[] = [];
  for (let n = 0; n < runs; n += 1) {
    const rows: Row[] = [];
    times.push(timed(() => layoutRows(all, { first: 0, end: images, top: 0 }, options, rows)));
    floors.push(timed(() => all.reduce((sum, ratio) => sum + ratio, 0)));
  }
  return [
    {
      what: `layout of ${images} proportions`,
      value: median(times),
      unit: "ms",
      floor: { what: "adding them up", value: median(floors) },
      aim: { of: "value", most: 20 },
    },
  ];
}

function timed(work: () => number): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
