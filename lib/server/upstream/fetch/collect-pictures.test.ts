import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { png } from "@/e2e/upstream/pictures";
import type { FoundPicture } from "../read/read-answer";
import { collectPictures, type CollectOptions } from "./collect-pictures";
import type { PictureFetcher } from "./fetch-picture";

let dir: string;
let first: Buffer;
let second: Buffer;
const fetched: string[] = [];

/** A fetcher that answers every address with the same picture. */
const fetcher: PictureFetcher = {
  isAllowed: () => true,
  async fetchToFile(url, path) {
    fetched.push(url);
    await writeFile(path, second);
    return { bytes: second.length };
  },
};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "collect-"));
  first = await png(40, 30, 1);
  second = await png(30, 40, 2);
});
afterAll(() => rm(dir, { recursive: true, force: true }));
beforeEach(() => void (fetched.length = 0));

async function inline(name: string, bytes: Buffer): Promise<FoundPicture> {
  const path = join(dir, name);
  await writeFile(path, bytes);
  const source = { kind: "file", path, byteLength: bytes.length, declared: null } as const;
  return { sources: [source], orElse: null };
}

const linked = (url: string): FoundPicture => ({ sources: [{ kind: "url", url }], orElse: null });

const hashOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

const collect = (found: FoundPicture[], options: Partial<CollectOptions> = {}) =>
  collectPictures(found, { dir, fetcher, ...options });

test("a picture that was sent with the call is dropped from its answer", async () => {
  const found = [await inline("echo", first), await inline("result", second)];
  const { pictures, warnings } = await collect(found, { sentPictures: [hashOf(first)] });
  expect(pictures.map(({ width, height }) => [width, height])).toEqual([[30, 40]]);
  expect(warnings).toEqual(["echo_dropped"]);
});

test("an answer of nothing but sent pictures fails as one without an image", async () => {
  const found = [await inline("only", first)];
  const { pictures, failure } = await collect(found, { sentPictures: [hashOf(first)] });
  expect(pictures).toEqual([]);
  expect(failure?.code).toBe("no_image");
});

test("the same bytes twice are one picture", async () => {
  const { pictures } = await collect([await inline("one", first), await inline("two", first)]);
  expect(pictures).toHaveLength(1);
});

test("at most four distinct addresses are fetched, each once", async () => {
  const urls = [1, 2, 3, 4, 1, 5].map((n) => `https://images.example/${n}.png`);
  const { pictures, warnings } = await collect(urls.map(linked));
  expect(fetched).toEqual(urls.slice(0, 4));
  expect(pictures).toHaveLength(1);
  expect(warnings).toEqual(["extra_images_dropped"]);
});
