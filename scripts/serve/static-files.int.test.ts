import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import http, { createServer } from "node:http";
import { type AddressInfo, Socket } from "node:net";
import os from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accepts, COMPRESSED_FOLDER, isCompressible, staticFiles } from "./static-files.mjs";

/** What stands in for Next. */
const NEXT_STATUS = 299;

let root: string;
let server: http.Server;
beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), "pentimento-static-"));
  const folder = path.join(root, COMPRESSED_FOLDER, "chunks");
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "a.js.br"), "brotli");
  await writeFile(path.join(folder, "a.js.gz"), "gzip");
  await writeFile(path.join(root, ".next", "secret.js.br"), "secret");
  const send = staticFiles(root);
  server = createServer((req, res) => {
    void send(req, res).then((isSent) => isSent || res.writeHead(NEXT_STATUS).end());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(root, { recursive: true, force: true });
});

type Options = { method?: string; headers?: Record<string, string> };

/** node:http sends the path as it is and does not decompress. */
async function request(target: string, { method = "GET", headers = {} }: Options = {}) {
  const { port } = server.address() as AddressInfo;
  const sent = http.request({ host: "127.0.0.1", port, path: target, method, headers }).end();
  const [response] = (await once(sent, "response")) as [http.IncomingMessage];
  return {
    status: response.statusCode,
    headers: response.headers,
    body: (await buffer(response)).toString(),
  };
}

const FILE = "/_next/static/chunks/a.js";
const encoding = (value: string) => ({ headers: { "accept-encoding": value } });

describe("static files", () => {
  test.each([
    ["gzip, deflate, br, zstd", "br"],
    ["gzip, deflate", "gzip"],
    ["br;q=0, gzip", "gzip"],
    ["GZIP;Q=0.5", "gzip"],
    ["*", "br"],
  ])("Accept-Encoding %s gets %s", async (header, coding) => {
    const { status, headers, body } = await request(FILE, encoding(header));
    expect(status).toBe(200);
    expect(body).toBe(coding === "br" ? "brotli" : "gzip");
    expect(headers).toMatchObject({
      "content-encoding": coding,
      "content-type": "application/javascript; charset=UTF-8",
      "content-length": String(body.length),
      "cache-control": "public, max-age=31536000, immutable",
      vary: "Accept-Encoding",
    });
  });

  test("HEAD gets the headers of GET and no body", async () => {
    const { status, headers, body } = await request(FILE, { ...encoding("br"), method: "HEAD" });
    expect({ status, length: headers["content-length"], body }).toEqual({
      status: 200,
      length: "6",
      body: "",
    });
  });

  test("a query in the address changes nothing", async () => {
    expect((await request(`${FILE}?dpl=1`, encoding("br"))).body).toBe("brotli");
  });

  test.each<[string, string, Options]>([
    ["no Accept-Encoding", FILE, {}],
    ["an unknown coding only", FILE, encoding("zstd")],
    ["every coding refused", FILE, encoding("br;q=0, gzip;q=0")],
    ["a range", FILE, { headers: { "accept-encoding": "br", range: "bytes=0-1" } }],
    ["POST", FILE, { ...encoding("br"), method: "POST" }],
    ["an unknown file", "/_next/static/chunks/b.js", encoding("br")],
    ["the prepared file itself", `${FILE}.br`, encoding("br")],
    ["a file outside the folder", "/_next/static/../secret.js", encoding("br")],
    ["an encoded path outside", "/_next/static/%2e%2e/secret.js", encoding("br")],
    ["a folder", "/_next/static/chunks", encoding("br")],
    ["another path", "/chunks/a.js", encoding("br")],
  ])("leaves %s to Next", async (_, target, options) => {
    expect((await request(target, options)).status).toBe(NEXT_STATUS);
  });

  test("serves nothing without prepared files", async () => {
    const req = new http.IncomingMessage(new Socket());
    Object.assign(req, { method: "GET", url: FILE, headers: { "accept-encoding": "br" } });
    const send = staticFiles(path.join(root, "elsewhere"));
    expect(await send(req, new http.ServerResponse(req))).toBe(false);
  });
});

test("scripts, styles and SVG are compressed; fonts, pictures and maps are not", () => {
  const names = ["a.js", "a.css", "a.svg", "a.woff2", "a.png", "a.js.map", "folder"];
  expect(names.filter(isCompressible)).toEqual(["a.js", "a.css", "a.svg"]);
});

test("an explicit weight wins over the wildcard", () => {
  expect(accepts("*;q=0, br", "br")).toBe(true);
  expect(accepts("br;q=0, *", "br")).toBe(false);
  expect(accepts("", "br")).toBe(false);
});
