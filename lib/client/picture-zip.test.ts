import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { openPromise } from "yauzl";
import { onlyZip, picturesAmong, pickedFiles } from "@/lib/client/picked-files";
import { zipBytes, zipOf, type ZipSource } from "@/lib/client/picture-zip";

const source = (
  name: string,
  content: string | Uint8Array<ArrayBuffer>,
  type = "image/png",
): ZipSource => ({
  path: name,
  file: new File([content], path.basename(name), { type, lastModified: Date.UTC(2026, 10, 5) }),
});

async function unzip(zip: Blob): Promise<[string, string][]> {
  const file = path.join(tmpdir(), `picture-zip-${crypto.randomUUID()}.zip`);
  await writeFile(file, new Uint8Array(await zip.arrayBuffer()));
  const archive = await openPromise(file);
  const found: [string, string][] = [];
  for await (const entry of archive.eachEntry()) {
    const content = await buffer(await archive.openReadStreamPromise(entry));
    found.push([entry.fileName, content.toString("latin1")]);
  }
  return found;
}

const quiet = { onProgress: () => {}, signal: new AbortController().signal };

test("another program unpacks the files under their paths, with sums that agree", async () => {
  const large = new Uint8Array(300_000).map((_, index) => (index * 7) % 256);
  const sources = [
    source("Hafen/früh.png", "one"),
    source("港口/灯塔.png", "two"),
    source("same.png", ""),
    source("same.png", "other"),
    source("large.png", large),
  ];
  const shares: number[] = [];
  const zip = await zipOf(sources, { ...quiet, onProgress: (share) => shares.push(share) });
  const files = await unzip(zip);
  expect(files.slice(0, 4)).toEqual([
    ["Hafen/früh.png", "one"],
    ["港口/灯塔.png", "two"],
    ["same.png", ""],
    ["3/same.png", "other"],
  ]);
  expect(files[4]?.[1]).toBe(Buffer.from(large).toString("latin1"));
  expect(zip.size).toBeLessThanOrEqual(zipBytes(sources));
  expect(shares.at(-1)).toBe(1);
});

test("a cancelled reading ends", async () => {
  const controller = new AbortController();
  controller.abort(new DOMException("stopped", "AbortError"));
  const work = zipOf([source("a.png", "a")], { ...quiet, signal: controller.signal });
  await expect(work).rejects.toThrow("stopped");
});

test("of a folder the pictures are taken; a lone ZIP is taken as it is", () => {
  const all = [
    source("trip/a.png", "a"),
    source("trip/.cache/b.png", "b"),
    source("trip/notes.txt", "n", "text/plain"),
  ];
  expect(picturesAmong(all).map((one) => one.path)).toEqual(["trip/a.png"]);
  const zip = source("a.zip", "z", "application/zip");
  expect(onlyZip([zip])).toBe(zip.file);
  expect(onlyZip([zip, zip])).toBe(null);
  expect(onlyZip([source("a.png", "a")])).toBe(null);
  expect(onlyZip([source("trip/a.zip", "a", "application/zip")])).toBe(null);
  expect(pickedFiles([zip.file])).toEqual([{ path: "a.zip", file: zip.file }]);
});
