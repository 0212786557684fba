import { randomBytes } from "node:crypto";
import {
  lstat,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { describeBlobStore } from "./contract";
import { DiskBlobStore } from "./disk";
import { translateWriteError } from "./durable-file";
import { BlobStoreFull } from "./store";

describeBlobStore("the disk", async () => {
  const root = await mkdtemp(join(tmpdir(), "blobs-"));
  return {
    store: new DiskBlobStore({ root }),
    cleanup: () => rm(root, { recursive: true, force: true }),
  };
});

const HOUR_MS = 3_600_000;
let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "blobs-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

test("stores originals by their hash, two folders deep", async () => {
  const store = new DiskBlobStore({ root });
  const { sha256 } = await store.putStream(Readable.from([Buffer.from("pentimento")]), {
    maxBytes: 100,
  });
  const path = join(root, "originals", sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  expect(await readFile(path, "utf8")).toBe("pentimento");
  expect((await stat(path)).mode & 0o077).toBe(0);
});

test("sweeps files of a crash, and only those", async () => {
  const now = Date.now();
  const store = new DiskBlobStore({ root, now: () => now });
  const { sha256 } = await store.putStream(Readable.from([randomBytes(50)]), { maxBytes: 50 });
  const old = join(root, "temporary", "left-by-a-crash");
  const fresh = join(root, "temporary", "being-written");
  await writeFile(old, "half a pict");
  await writeFile(fresh, "half a pict");
  await utimes(old, new Date(now - 2 * HOUR_MS), new Date(now - 2 * HOUR_MS));
  await utimes(fresh, new Date(now - HOUR_MS / 2), new Date(now - HOUR_MS / 2));

  expect(await store.sweepTemporary(HOUR_MS)).toBe(1);
  expect(await readdir(join(root, "temporary"))).toEqual(["being-written"]);
  expect(await store.has(sha256)).toBe(true);
});

test("sweeping an unused store does nothing", async () => {
  expect(await new DiskBlobStore({ root }).sweepTemporary(0)).toBe(0);
});

test("replaces an original that a failing disk truncated", async () => {
  const store = new DiskBlobStore({ root });
  const bytes = randomBytes(4000);
  const { sha256 } = await store.putStream(Readable.from([bytes]), { maxBytes: 4000 });
  const path = join(root, "originals", sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  await truncate(path, 1000);
  await store.putStream(Readable.from([bytes]), { maxBytes: 4000 });
  expect((await buffer(await store.open(sha256))).equals(bytes)).toBe(true);
});

test("recreates folders that were deleted while it ran", async () => {
  const store = new DiskBlobStore({ root });
  const bytes = randomBytes(400);
  const { sha256 } = await store.putStream(Readable.from([bytes]), { maxBytes: 400 });
  await store.putDerivative(sha256, "w256", Buffer.of(1));
  await rm(join(root, "derivatives"), { recursive: true });
  await store.putDerivative(sha256, "w256", Buffer.of(2));
  expect(await store.statDerivative(sha256, "w256")).toEqual({ byteLength: 1 });
});

test("an open blob can be read to its end although it was removed meanwhile", async () => {
  const store = new DiskBlobStore({ root });
  const bytes = randomBytes(2_000_000);
  const { sha256 } = await store.putStream(Readable.from([bytes]), { maxBytes: bytes.length });
  const stream = await store.open(sha256);
  await store.remove(sha256);
  expect((await buffer(stream)).equals(bytes)).toBe(true);
});

test("a file that cannot be renamed is copied, then removed", async () => {
  const store = new DiskBlobStore({ root });
  const source = join(root, "source.png");
  const link = join(root, "link.png");
  await writeFile(source, "precious");
  await symlink(source, link);
  const { sha256 } = await store.putFile(link, { move: true });
  expect((await buffer(await store.open(sha256))).toString()).toBe("precious");
  await expect(lstat(link)).rejects.toMatchObject({ code: "ENOENT" });
  await rm(source);
  expect(await store.has(sha256)).toBe(true);
});

test("a failed put with move leaves the file", async () => {
  const store = new DiskBlobStore({ root });
  const source = join(root, "source.png");
  await writeFile(source, "precious");
  // A file in the place of a folder makes every rename below it fail.
  await writeFile(join(root, "originals"), "");
  await expect(store.putFile(source, { move: true })).rejects.toThrow();
  expect(await readFile(source, "utf8")).toBe("precious");
});

test.each(["ENOSPC", "EDQUOT"])("%s while writing becomes BlobStoreFull", async (code) => {
  const store = new DiskBlobStore({ root });
  // Not every test machine can fill a disk, so the source raises the system's error.
  const stream = Readable.from(
    (function* pieces() {
      yield randomBytes(100);
      throw Object.assign(new Error("write failed"), { code });
    })(),
  );
  await expect(store.putStream(stream, { maxBytes: 1000 })).rejects.toBeInstanceOf(BlobStoreFull);
  expect(await readdir(join(root, "temporary"))).toEqual([]);
});

test("other system errors are passed on unchanged", () => {
  const error = Object.assign(new Error("input/output error"), { code: "EIO" });
  expect(translateWriteError(error)).toBe(error);
});
