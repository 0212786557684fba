import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { BlobMissing, BlobTooLarge, parseSha256, type BlobStore, type Sha256 } from "./store";

const MEBIBYTE = 1024 * 1024;

function nameOf(bytes: Buffer): Sha256 {
  return parseSha256(createHash("sha256").update(bytes).digest("hex"));
}

/** The bytes in chunks of an awkward size, as a socket might deliver them. */
function inPieces(bytes: Buffer, size = 1013): Readable {
  return Readable.from(
    (function* pieces() {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    })(),
  );
}

/** The tests that every `BlobStore` must pass. `make` returns an empty store and its clean-up. */
export function describeBlobStore(
  name: string,
  make: () => Promise<{ store: BlobStore; cleanup: () => Promise<void> }>,
): void {
  describe(`${name} keeps the blob store's contract`, () => {
    let store: BlobStore;
    let cleanup: () => Promise<void>;
    let folder: string;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), "blob-contract-"));
      ({ store, cleanup } = await make());
    });
    afterEach(async () => {
      await cleanup();
      await rm(folder, { recursive: true, force: true });
    });

    async function fileWith(bytes: Buffer): Promise<string> {
      const path = join(folder, randomBytes(6).toString("hex"));
      await writeFile(path, bytes);
      return path;
    }

    test.each([0, 1, 70_000, 3 * MEBIBYTE + 7])("returns %i bytes unchanged", async (length) => {
      const bytes = randomBytes(length);
      const stored = await store.putFile(await fileWith(bytes));
      expect(stored).toEqual({ sha256: nameOf(bytes), byteLength: length, created: true });
      expect(await store.stat(stored.sha256)).toEqual({ byteLength: length });
      expect((await buffer(await store.open(stored.sha256))).equals(bytes)).toBe(true);
    });

    test("copies a file, or moves it if allowed", async () => {
      const bytes = randomBytes(5000);
      const copied = await fileWith(bytes);
      await store.putFile(copied);
      expect((await readFile(copied)).equals(bytes)).toBe(true);

      const other = randomBytes(5000);
      const moved = await fileWith(other);
      const { sha256 } = await store.putFile(moved, { move: true });
      await expect(stat(moved)).rejects.toMatchObject({ code: "ENOENT" });
      expect((await buffer(await store.open(sha256))).equals(other)).toBe(true);
    });

    test("removes a moved file even if it already has the bytes", async () => {
      const bytes = randomBytes(5000);
      await store.putFile(await fileWith(bytes));
      const again = await fileWith(bytes);
      expect(await store.putFile(again, { move: true })).toMatchObject({ created: false });
      await expect(stat(again)).rejects.toMatchObject({ code: "ENOENT" });
      expect((await buffer(await store.open(nameOf(bytes)))).equals(bytes)).toBe(true);
    });

    test("stores a stream", async () => {
      const bytes = randomBytes(200_000);
      const stored = await store.putStream(inPieces(bytes), { maxBytes: 200_000 });
      expect(stored).toEqual({ sha256: nameOf(bytes), byteLength: 200_000, created: true });
      expect((await buffer(await store.open(stored.sha256))).equals(bytes)).toBe(true);
    });

    test("refuses a stream above the limit, destroys it and stores nothing", async () => {
      const bytes = randomBytes(200_000);
      const stream = inPieces(bytes);
      await expect(store.putStream(stream, { maxBytes: 199_999 })).rejects.toBeInstanceOf(
        BlobTooLarge,
      );
      expect(stream.destroyed).toBe(true);
      expect(await store.has(nameOf(bytes))).toBe(false);
      expect(await store.sweepTemporary(-1)).toBe(0);
    });

    test("stores nothing of a stream that breaks off", async () => {
      const whole = randomBytes(10_000);
      const broken = Readable.from(
        (function* pieces() {
          yield whole;
          throw new Error("the connection was cut");
        })(),
      );
      await expect(store.putStream(broken, { maxBytes: MEBIBYTE })).rejects.toThrow(
        "connection was cut",
      );
      expect(await store.has(nameOf(whole))).toBe(false);
      expect(await store.sweepTemporary(-1)).toBe(0);
    });

    test("stores the same bytes from concurrent writers", async () => {
      const bytes = randomBytes(MEBIBYTE);
      const paths = await Promise.all(Array.from({ length: 6 }, () => fileWith(bytes)));
      const stored = await Promise.all([
        ...paths.map((path, index) => store.putFile(path, { move: index % 2 === 0 })),
        ...Array.from({ length: 6 }, () =>
          store.putStream(inPieces(bytes, 65_521), { maxBytes: MEBIBYTE }),
        ),
      ]);
      expect(new Set(stored.map((blob) => blob.sha256))).toEqual(new Set([nameOf(bytes)]));
      expect((await buffer(await store.open(nameOf(bytes)))).equals(bytes)).toBe(true);
      expect(await store.putFile(await fileWith(bytes))).toMatchObject({ created: false });
      expect(await store.sweepTemporary(-1)).toBe(0);
    });

    test("reads ranges, both ends inclusive", async () => {
      const bytes = randomBytes(300_000);
      const { sha256 } = await store.putFile(await fileWith(bytes));
      for (const [start, end] of [
        [0, 0],
        [1, 99],
        [65_530, 270_001],
        [299_999, 299_999],
        [0, 299_999],
      ] as const) {
        const part = await buffer(await store.open(sha256, { start, end }));
        expect(part.equals(bytes.subarray(start, end + 1)), `${start}-${end}`).toBe(true);
      }
    });

    test("a missing blob rejects before the first byte", async () => {
      const absent = nameOf(randomBytes(8));
      await expect(store.open(absent)).rejects.toBeInstanceOf(BlobMissing);
      await expect(store.openDerivative(absent, "w256")).rejects.toBeInstanceOf(BlobMissing);
      await expect(store.withLocalFile(absent, async () => 1)).rejects.toBeInstanceOf(BlobMissing);
      expect(await store.stat(absent)).toBeNull();
      expect(await store.statDerivative(absent, "w256")).toBeNull();
      expect(await store.has(absent)).toBe(false);
      expect(await store.remove(absent)).toBe(false);
    });

    test("provides a local file", async () => {
      const bytes = randomBytes(9000);
      const { sha256 } = await store.putFile(await fileWith(bytes));
      const seen = await store.withLocalFile(sha256, (path) => readFile(path));
      expect(seen.equals(bytes)).toBe(true);
    });

    test("stores derivatives with the original and replaces them as a whole", async () => {
      const { sha256 } = await store.putFile(await fileWith(randomBytes(100)));
      const [first, second, other] = [randomBytes(5000), randomBytes(40), randomBytes(60)];
      await store.putDerivative(sha256, "w256", first);
      await store.putDerivative(sha256, "w512", other);
      await store.putDerivative(sha256, "w256", second);
      expect(await store.statDerivative(sha256, "w256")).toEqual({ byteLength: 40 });
      expect((await buffer(await store.openDerivative(sha256, "w256"))).equals(second)).toBe(true);
      expect((await buffer(await store.openDerivative(sha256, "w512"))).equals(other)).toBe(true);
      const part = await buffer(await store.openDerivative(sha256, "w512", { start: 7, end: 9 }));
      expect(part.equals(other.subarray(7, 10))).toBe(true);
    });

    test.each(["", "../w256", "a/b", "W256", "a.b", "a".repeat(41)])(
      "rejects %j as a variant's name",
      async (variant) => {
        const { sha256 } = await store.putFile(await fileWith(randomBytes(100)));
        await expect(store.putDerivative(sha256, variant, Buffer.of(1))).rejects.toBeInstanceOf(
          TypeError,
        );
      },
    );

    test("conditional removal keeps what was put since", async () => {
      const bytes = randomBytes(5000);
      const hourAgo = new Date(Date.now() - 3_600_000);
      const inAnHour = new Date(Date.now() + 3_600_000);
      const { sha256 } = await store.putFile(await fileWith(bytes));
      await store.putDerivative(sha256, "w256", Buffer.of(1));
      expect(await store.remove(sha256, { unlessPutSince: hourAgo })).toBe("fresh");
      expect((await buffer(await store.open(sha256))).equals(bytes)).toBe(true);
      expect(await store.statDerivative(sha256, "w256")).not.toBeNull();
      expect(await store.remove(sha256, { unlessPutSince: inAnHour })).toBe(true);
      expect(await store.has(sha256)).toBe(false);
      expect(await store.statDerivative(sha256, "w256")).toBeNull();
      expect(await store.remove(sha256, { unlessPutSince: inAnHour })).toBe(false);
    });

    test("removes an original with its derivatives, and can store it again", async () => {
      const bytes = randomBytes(5000);
      const { sha256 } = await store.putFile(await fileWith(bytes));
      await store.putDerivative(sha256, "w256", Buffer.of(1, 2, 3));
      expect(await store.remove(sha256)).toBe(true);
      expect(await store.has(sha256)).toBe(false);
      expect(await store.statDerivative(sha256, "w256")).toBeNull();
      expect(await store.putFile(await fileWith(bytes))).toMatchObject({ created: true });
      await store.putDerivative(sha256, "w256", Buffer.of(4));
      expect(await store.statDerivative(sha256, "w256")).toEqual({ byteLength: 1 });
    });
  });
}
