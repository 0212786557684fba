import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readBytes, readJson } from "./body";
import { decodedBody } from "./decode-body";

const words = JSON.stringify({ prompt: "A lighthouse ".repeat(500) });

function sent(body: Uint8Array, encoding: string): Request {
  const headers = { "content-type": "application/json", "content-encoding": encoding };
  return new Request("http://studio.test/v1/x", {
    method: "POST",
    headers,
    body: new Uint8Array(body),
  });
}

test.each([
  ["gzip", gzipSync(words)],
  ["X-Gzip", gzipSync(words)],
  ["deflate", deflateSync(words)],
  ["br", brotliCompressSync(words)],
  ["identity", Buffer.from(words)],
  ["", Buffer.from(words)],
])("a body with encoding %j is read", async (encoding, body) => {
  expect(await readJson(sent(body, encoding))).toEqual(JSON.parse(words));
});

test("a compression bomb is read no further than the cap", async () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
  expect(bomb.byteLength).toBeLessThan(100_000);
  await expect(readBytes(sent(bomb, "gzip"), 1_000_000)).rejects.toMatchObject({
    code: "payload_too_large",
  });
});

test.each(["zstd", "compress", "gzip, gzip"])("encoding %s is refused", async (encoding) => {
  await expect(readJson(sent(gzipSync(words), encoding))).rejects.toMatchObject({
    code: "unsupported_encoding",
  });
});

test("a body that does not match its encoding, or is truncated, is invalid_body", async () => {
  for (const body of [Buffer.from(words), gzipSync(words).subarray(0, 40)]) {
    await expect(readJson(sent(body, "gzip"))).rejects.toMatchObject({ code: "invalid_body" });
  }
});

test("a stream is decompressed as it is read", async () => {
  const body = decodedBody(sent(gzipSync(words), "gzip"));
  expect(await new Response(body).text()).toBe(words);
});
