import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FolderGauge, type FolderSize, measureFolder } from "./folder-size";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pentimento-size-"));
  await mkdir(join(folder, "a", "b"), { recursive: true });
  await writeFile(join(folder, "one"), "12345");
  await writeFile(join(folder, "a", "b", "two"), "678");
});
afterAll(() => rm(folder, { recursive: true }));

/** A measurement that ends when the test says so. */
function controlled() {
  const ends: ((size: FolderSize) => void)[] = [];
  const measure = () => new Promise<FolderSize>((resolve) => ends.push(resolve));
  return { measure, ends };
}
const size = (bytes: number) => ({ count: 1, bytes });

test("files in all folders below count, and a missing folder is empty", async () => {
  expect(await measureFolder(folder)).toEqual({ count: 2, bytes: 8 });
  expect(await measureFolder(join(folder, "none"))).toEqual({ count: 0, bytes: 0 });
});

test("a slow measurement goes on without the reader, who gets it the next time", async () => {
  const { measure, ends } = controlled();
  const gauge = new FolderGauge(measure);
  expect(await gauge.read(1)).toBeNull();
  const second = gauge.read(60_000);
  expect(ends).toHaveLength(1);
  ends[0]?.(size(7));
  expect(await second).toEqual(size(7));
  expect(await gauge.read(0)).toEqual(size(7));
  expect(ends).toHaveLength(1);
});

test("after a minute the size is measured again, and the old one serves meanwhile", async () => {
  const { measure, ends } = controlled();
  let now = 0;
  const gauge = new FolderGauge(measure, () => now);
  const first = gauge.read(60_000);
  ends[0]?.(size(1));
  await first;
  now = 60_000;
  expect(await gauge.read(1)).toEqual(size(1));
  expect(ends).toHaveLength(2);
  ends[1]?.(size(2));
  expect(await gauge.read(60_000)).toEqual(size(2));
});

test("a failed measurement is reported to its reader and tried again", async () => {
  let calls = 0;
  const gauge = new FolderGauge(async () => {
    calls += 1;
    if (calls === 1) throw new Error("unreadable");
    return size(3);
  });
  await expect(gauge.read(60_000)).rejects.toThrow("unreadable");
  expect(await gauge.read(60_000)).toEqual(size(3));
});
