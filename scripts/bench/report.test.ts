import { expect, test } from "vitest";
import { judge, type Measurement, ratioOf } from "./measurement";
import { toJson, toTable } from "./report";

const preview: Measurement = {
  what: "as data URL",
  value: 300,
  unit: "ms",
  floor: { what: "the bare work", value: 200 },
  aim: { of: "ratio", most: 1.5 },
};

test("a ratio aim compares with the floor of the same run", () => {
  expect(judge(preview)).toEqual({ isMet: true, factor: 1 });
  expect(judge({ ...preview, value: 600 })).toEqual({ isMet: false, factor: 2 });
});

test("a value aim ignores the floor", () => {
  const measurement: Measurement = { ...preview, aim: { of: "value", most: 100 } };
  expect(judge(measurement)).toEqual({ isMet: false, factor: 3 });
  expect(judge({ ...measurement, floor: null, value: 50 })).toEqual({ isMet: true, factor: 0.5 });
});

test("a fault misses the aim whatever the value", () => {
  expect(judge({ ...preview, fault: "2 images were lost" }).isMet).toBe(false);
});

test("without a floor there is no ratio", () => {
  expect(ratioOf({ ...preview, floor: null })).toBeNull();
});

test("the table has a line per measurement and per row that could not be measured", () => {
  const table = toTable([
    { row: "preview", measurements: [preview] },
    { row: "waiting", notMeasured: "needs Linux", isFailure: false },
  ]);
  expect(table).toMatch(/^preview +as data URL +300 ms +200 ms +1\.50 × +≤ 1\.5 × floor +met/m);
  expect(table).toMatch(/^waiting +needs Linux +not measured$/m);
});

test("the JSON has a flat row per measurement, with the aim in its unit", () => {
  const json = toJson([
    { row: "preview", measurements: [preview, { ...preview, aim: { of: "value", most: 100 } }] },
    { row: "waiting", notMeasured: "needs Linux", isFailure: false },
  ]);
  const shared = { name: "preview: as data URL", value: 300, unit: "ms", floor: 200 };
  expect(json).toEqual({
    rows: [
      { ...shared, aim: 300, met: true },
      { ...shared, aim: 100, met: false },
      { name: "waiting", value: null, unit: null, floor: null, aim: null, met: false },
    ],
  });
});

test("the JSON has no aim where its floor is missing", () => {
  const { rows } = toJson([{ row: "preview", measurements: [{ ...preview, floor: null }] }]);
  expect(rows).toEqual([expect.objectContaining({ floor: null, aim: null, met: false })]);
});
