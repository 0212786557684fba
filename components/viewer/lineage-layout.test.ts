import { expect, test } from "vitest";
import { layOutLineage, moveInLineage } from "@/components/viewer/lineage-layout";
import type { ImageId } from "@/lib/contracts/ids";

const idOf = (name: string) => name as ImageId;
const made = (name: string, base: string | null = null, references: string[] = []) => ({
  id: idOf(name),
  baseId: base === null ? null : idOf(base),
  referenceIds: references.map((reference) => idOf(reference)),
});
const drawn = (input: ReturnType<typeof made>[], current: string) =>
  Object.fromEntries(
    layOutLineage(input, idOf(current)).places.map(({ id, column, row }) => [id, [column, row]]),
  );

const tree = [
  made("root"),
  made("other", "root"),
  made("night", "root"),
  made("snow", "night"),
  made("lights", "night"),
  made("wide", "lights"),
];

test("the line through the current image is straight, and branches go below it", () => {
  expect(drawn(tree, "lights")).toEqual({
    root: [0, 0],
    night: [1, 0],
    lights: [2, 0],
    wide: [3, 0],
    snow: [2, 1],
    other: [1, 1],
  });
});

test("references stand above, before the image that they were used for", () => {
  const input = [made("style"), made("face"), made("root", null, ["style", "face"])];
  expect(drawn(input, "root")).toEqual({ style: [0, 1], face: [0, 0], root: [1, 2] });
});

test("an image made with the current one as a reference goes on from it", () => {
  const input = [made("root"), made("use", null, ["root"])];
  expect(drawn(input, "root")).toEqual({ root: [0, 0], use: [1, 0] });
  const { edges } = layOutLineage(input, idOf("root"));
  expect(edges).toMatchObject([{ from: { id: "root" }, to: { id: "use" }, isReference: true }]);
});

test("no two images share a cell, whatever the branches", () => {
  const many = [made("0")];
  for (let index = 1; index < 60; index += 1) {
    many.push(made(String(index), String((index * 7) % index), index % 5 === 0 ? ["3"] : []));
  }
  for (const current of ["0", "7", "59"]) {
    const { places } = layOutLineage(many, idOf(current));
    expect(new Set(places.map(({ column, row }) => `${column} ${row}`)).size).toBe(places.length);
  }
});

test("arrow keys follow the connectors, and stay where there is nothing", () => {
  const layout = layOutLineage(tree, idOf("lights"));
  const go = (from: string, ...moves: Parameters<typeof moveInLineage>[2][]) =>
    moves.reduce<string | null>(
      (at, move) => (at === null ? null : moveInLineage(layout, idOf(at), move)),
      from,
    );
  expect(go("lights", "left", "left")).toBe("root");
  expect(go("root", "right")).toBe("night");
  expect(go("night", "down")).toBe("other");
  expect(go("lights", "down", "left")).toBe("night");
  expect(go("root", "left")).toBe(null);
  expect(go("wide", "right")).toBe(null);
});
