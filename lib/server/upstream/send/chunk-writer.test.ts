import { randomBytes } from "node:crypto";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterAll, expect, test, vi } from "vitest";
import { ChunkWriter } from "./chunk-writer";

const folder = await mkdtemp(join(tmpdir(), "pieces-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const path = (name: string) => join(folder, name);
const lengths = [1, 70_000, 0, 300, 700_000, 5, 64 * 1024, 64 * 1024, 2_000_000, 17];

test("every chunk is in the file, in order, whatever its size", async () => {
  const pieces = lengths.map((length) => randomBytes(length));
  const file = await open(path("whole"), "w");
  const writer = new ChunkWriter(file);
  for (const piece of pieces) await writer.write(piece);
  await writer.flush();
  await file.close();
  expect((await readFile(path("whole"))).equals(Buffer.concat(pieces))).toBe(true);
});

test("after a partial write the rest is written", async () => {
  const pieces = lengths.map((length) => randomBytes(length));
  const file = await open(path("part"), "w");
  const writev = file.writev.bind(file);
  const inParts = vi.spyOn(file, "writev").mockImplementation(async (buffers) => {
    const [first, ...rest] = buffers as Buffer[];
    const { bytesWritten } = await writev([
      first?.subarray(0, first.length >> 1) ?? Buffer.alloc(0),
    ]);
    return { bytesWritten, buffers: [...(first ? [first] : []), ...rest] };
  });
  const writer = new ChunkWriter(file);
  for (const piece of pieces) await writer.write(piece);
  await writer.flush();
  expect(inParts).toHaveBeenCalled();
  await file.close();
  expect((await readFile(path("part"))).equals(Buffer.concat(pieces))).toBe(true);
});

test("a failed write rejects the next write and the flush", async () => {
  const file = await open(path("read-only"), "w");
  await file.close();
  const closed = await open(path("read-only"), "r");
  const writer = new ChunkWriter(closed);
  await writer.write(Buffer.from("a"));
  await expect(writer.flush()).rejects.toMatchObject({ code: "EBADF" });
  await expect(writer.write(Buffer.from("b"))).rejects.toMatchObject({ code: "EBADF" });
  await closed.close();
});

test("above 512 KB of unwritten bytes, write waits for the disk", async () => {
  const steps: string[] = [];
  let finish = () => {};
  const disk = new Promise<void>((resolve) => (finish = resolve));
  const writer = new ChunkWriter(async () => {
    steps.push("writing");
    await disk;
    steps.push("written");
  });
  await writer.write(Buffer.alloc(512 * 1024));
  const accepted = writer.write(Buffer.alloc(1)).then(() => steps.push("accepted"));
  await nextTurn();
  expect(steps).toEqual(["writing"]);
  finish();
  await accepted;
  expect(steps).toEqual(["writing", "written", "writing", "written", "accepted"]);
});
