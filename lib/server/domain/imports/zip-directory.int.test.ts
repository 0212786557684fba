import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { PassThrough, Readable } from "node:stream";
import { ZipFile } from "yazl";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readZipDirectory } from "@/lib/server/domain/imports/zip-directory";
import { unpackEntry } from "@/lib/server/domain/imports/zip-entry";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "pentimento-zip-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(fill: (zip: ZipFile) => void, forceZip64Format = false): Promise<string> {
  const zip = new ZipFile();
  fill(zip);
  zip.end({ forceZip64Format, comment: "PK is not the end" });
  const file = path.join(folder, "archive.zip");
  await writeFile(file, await buffer(Readable.from(zip.outputStream)));
  return file;
}

test("archives that another program wrote are read, large ones in the form for large ones too", async () => {
  for (const forceZip64Format of [false, true]) {
    const file = await write((zip) => {
      zip.addBuffer(Buffer.from("one ".repeat(100)), "a/one.txt", { forceZip64Format });
      zip.addBuffer(Buffer.from("two"), "灯塔.txt", { compress: false, forceZip64Format });
      zip.addEmptyDirectory("empty");
    }, forceZip64Format);
    const entries = await readZipDirectory(file);
    expect(entries.map(({ path: name, byteCount }) => [name, byteCount])).toEqual([
      ["a/one.txt", 400],
      ["灯塔.txt", 3],
    ]);
    const texts = await Promise.all(
      entries.map(async (entry) => {
        const through = new PassThrough();
        const [bytes] = await Promise.all([buffer(through), unpackEntry(file, entry, through)]);
        return bytes.toString();
      }),
    );
    expect(texts).toEqual(["one ".repeat(100), "two"]);
  }
});

test("an archive with 100,000 entries is refused before they are read", async () => {
  const end64 = Buffer.alloc(56);
  end64.write("PK\x06\x06", "latin1");
  end64.writeBigUInt64LE(44n, 4);
  for (const at of [24, 32]) end64.writeBigUInt64LE(100_000n, at);
  const locator = Buffer.alloc(20);
  locator.write("PK\x06\x07", "latin1");
  const end = Buffer.alloc(22, 0xff);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(0, 20);
  const file = path.join(folder, "many.zip");
  await writeFile(file, Buffer.concat([end64, locator, end]));
  await expect(readZipDirectory(file)).rejects.toMatchObject({
    code: "archive_refused",
    extra: { details: { reason: "entries" } },
  });
});
