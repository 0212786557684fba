import { expect, test } from "vitest";
import { FairGate } from "@/lib/utils/fair-gate";

/** Tasks that end on demand, and a record of those that started. */
function setUp(width: number) {
  const gate = new FairGate(width);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const enter = (key: string, name: string) =>
    gate.pass(key, () => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.push(resolve));
    });
  const endNext = async () => {
    ends.shift()?.();
    await new Promise(setImmediate);
  };
  return { gate, begun, enter, endNext };
}

test("at most `width` tasks run at once, and a free slot goes to the first that waits", async () => {
  const { gate, begun, enter, endNext } = setUp(2);
  for (const name of ["a", "b", "c", "d"]) void enter("ada", name);
  expect(begun).toEqual(["a", "b"]);
  expect(gate.waiting("ada")).toBe(2);
  await endNext();
  expect(begun).toEqual(["a", "b", "c"]);
  await endNext();
  expect(begun).toEqual(["a", "b", "c", "d"]);
  expect(gate.waiting("ada")).toBe(0);
});

test("keys take turns, however many tasks wait under one of them", async () => {
  const { begun, enter, endNext } = setUp(1);
  for (const name of ["a1", "a2", "a3", "a4"]) void enter("ada", name);
  void enter("ben", "b1");
  void enter("eve", "e1");
  for (let step = 0; step < 6; step += 1) await endNext();
  expect(begun).toEqual(["a1", "a2", "b1", "e1", "a3", "a4"]);
});

test("a failed task frees its slot", async () => {
  const gate = new FairGate(1);
  await expect(gate.pass("ada", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await gate.pass("ada", async () => "yes")).toBe("yes");
});
