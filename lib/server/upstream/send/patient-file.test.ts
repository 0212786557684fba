import { mkdtemp, open, readFile, rm, stat, utimes } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import os from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { holdRoom, releaseHeldRoom } from "./reserve-file";
import { PatientFile, untilRoom } from "./patient-file";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(os.tmpdir(), "patient-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const full = () => Object.assign(new Error("no space left on device"), { code: "ENOSPC" });

/** A file on a disk with room for `room.bytes` more bytes. */
async function scarce(path: string, room: { bytes: number }) {
  const handle = await open(path, "w");
  const writev = async (pieces: Buffer[], position: number) => {
    const all = Buffer.concat(pieces).subarray(0, room.bytes);
    if (all.length === 0) throw full();
    room.bytes -= all.length;
    await handle.write(all, 0, all.length, position);
    return { bytesWritten: all.length, buffers: pieces };
  };
  return { handle, file: new PatientFile({ writev } as unknown as FileHandle) };
}

test("bytes that do not fit on a full disk are kept in order and written once there is room", async () => {
  const path = join(folder, "answer");
  const room = { bytes: 7 };
  const { file, handle } = await scarce(path, room);
  await file.write([Buffer.from("one "), Buffer.from("two ")]);
  await file.write([Buffer.from("three ")]);
  expect(await readFile(path, "utf8")).toBe("one two");
  const settled = file.settle();
  room.bytes = 100;
  await settled;
  expect(await readFile(path, "utf8")).toBe("one two three ");
  await handle.close();
});

test("waiting for room ends with the signal, and rejects with the disk's error", async () => {
  const { file, handle } = await scarce(join(folder, "answer"), { bytes: 0 });
  await file.write([Buffer.from("lost")]);
  const controller = new AbortController();
  const settled = file.settle(controller.signal);
  controller.abort();
  await expect(settled).rejects.toMatchObject({ code: "ENOSPC" });
  await handle.close();
});

test("other write errors are not retried", async () => {
  const broken = () => Promise.reject(Object.assign(new Error("bad disk"), { code: "EIO" }));
  await expect(untilRoom(broken)).rejects.toMatchObject({ code: "EIO" });
});

test("a reserved file has length 0, and releaseHeldRoom frees files not written to", async () => {
  const old = new Date(Date.now() - 3_600_000);
  for (const name of ["empty", "begun", "young"]) {
    await holdRoom(join(folder, name), 4 * 1024 * 1024);
    expect((await stat(join(folder, name))).size).toBe(0);
  }
  const begun = await open(join(folder, "begun"), "r+");
  await begun.write(Buffer.from("half an answer"), 0, 14, 0);
  await begun.close();
  for (const name of ["empty", "begun"]) await utimes(join(folder, name), old, old);
  await releaseHeldRoom(folder, Date.now() - 60_000);
  await expect(stat(join(folder, "empty"))).rejects.toMatchObject({ code: "ENOENT" });
  expect((await stat(join(folder, "begun"))).blocks).toBeLessThan(1024);
  expect(await readFile(join(folder, "begun"), "utf8")).toBe("half an answer");
  expect((await stat(join(folder, "young"))).isFile()).toBe(true);
});
