import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPictureFetcher, type PictureFetcher } from "./fetch-picture";

let server: Server;
let fetcher: PictureFetcher;
let folder: string;
const requested: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fetch-"));
  // `/3` redirects to `/2`, and so on; `/0` is the picture.
  server = createServer((request, response) => {
    requested.push(request.url ?? "");
    const left = Number(request.url?.slice(1));
    if (left === 0) response.end("bytes");
    else response.writeHead(302, { location: `/${left - 1}` }).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  fetcher = createPictureFetcher({
    upstreamBaseUrl: `http://127.0.0.1:${port}/v1`,
    extraHosts: [],
    patience: { sleep: () => Promise.resolve() },
  });
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

test("three redirects are followed", async () => {
  const path = join(folder, "three");
  await fetcher.fetchToFile("/3", path, { maxBytes: 100 });
  expect(await readFile(path, "utf8")).toBe("bytes");
});

test("a fourth redirect is not followed, and no file is left", async () => {
  requested.length = 0;
  const path = join(folder, "four");
  await expect(fetcher.fetchToFile("/4", path, { maxBytes: 100 })).rejects.toMatchObject({
    code: "image_fetch_failed",
  });
  expect(requested).toEqual(["/4", "/3", "/2", "/1"]);
  await expect(readFile(path)).rejects.toThrow("ENOENT");
});
