import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { bytesResponse, type BytesToServe, type RequestedRange } from "./bytes";

const BYTES = randomBytes(1000);
const ETAG = "sha256-abc";

function ask(headers: Record<string, string> = {}, method = "GET", signal?: AbortSignal): Request {
  return new Request("http://studio.test/i/1", { method, headers, signal });
}

function serve(request: Request, more: Partial<BytesToServe> = {}) {
  const opened: (RequestedRange | undefined)[] = [];
  const response = bytesResponse({
    request,
    size: BYTES.length,
    etag: ETAG,
    media: "image/png",
    open: (range) => {
      opened.push(range);
      return Readable.from([BYTES.subarray(range?.start ?? 0, (range?.end ?? 999) + 1)]);
    },
    ...more,
  });
  return { response, opened };
}

async function bodyOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer());
}

test("serves the whole body with headers that keep it private and inert", async () => {
  const { response, opened } = serve(ask(), { fileName: "bay at night.png" });
  const answer = await response;
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toEqual({
    "accept-ranges": "bytes",
    "cache-control": "private, no-cache",
    "content-disposition": 'inline; filename="bay at night.png"',
    "content-length": "1000",
    "content-security-policy": "default-src 'none'; sandbox",
    "content-type": "image/png",
    "cross-origin-resource-policy": "same-origin",
    etag: '"sha256-abc"',
    "x-content-type-options": "nosniff",
  });
  expect((await bodyOf(answer)).equals(BYTES)).toBe(true);
  expect(opened).toEqual([undefined]);
});

test.each([
  ["bytes=0-0", 0, 0],
  ["bytes=0-99", 0, 99],
  ["bytes=100-", 100, 999],
  ["bytes=990-5000", 990, 999],
  ["bytes=999-999", 999, 999],
  ["bytes=-1", 999, 999],
  ["bytes=-5000", 0, 999],
  ["Bytes=0-9", 0, 9],
  ["bytes=0-99999999999999999999999", 0, 999],
])("%s is 206 with %i-%i", async (range, start, end) => {
  const { response, opened } = serve(ask({ range }));
  const answer = await response;
  expect(answer.status).toBe(206);
  expect(answer.headers.get("content-range")).toBe(`bytes ${start}-${end}/1000`);
  expect(answer.headers.get("content-length")).toBe(String(end - start + 1));
  expect((await bodyOf(answer)).equals(BYTES.subarray(start, end + 1))).toBe(true);
  expect(opened).toEqual([{ start, end }]);
});

test.each(["bytes=1000-", "bytes=1000-1001", "bytes=-0", "bytes=99999999999999999999999-"])(
  "%s is 416",
  async (range) => {
    const { response, opened } = serve(ask({ range }));
    const answer = await response;
    expect(answer.status).toBe(416);
    expect(answer.headers.get("content-range")).toBe("bytes */1000");
    expect(answer.body).toBeNull();
    expect(opened).toEqual([]);
  },
);

test.each([
  "bytes=0-9,20-29",
  "bytes=9-0",
  "bytes=-",
  "bytes=a-b",
  "bytes=0-9;",
  "bytes 0-9",
  "chunks=0-9",
  "bytes=+1-2",
])("%s is ignored", async (range) => {
  const answer = await serve(ask({ range })).response;
  expect(answer.status).toBe(200);
  expect(answer.headers.has("content-range")).toBe(false);
});

test("any range of an empty body is unsatisfiable", async () => {
  const empty = { size: 0, open: () => Readable.from([]) };
  expect((await serve(ask({ range: "bytes=0-" }), empty).response).status).toBe(416);
  const whole = await serve(ask(), empty).response;
  expect(whole.status).toBe(200);
  expect(await bodyOf(whole)).toHaveLength(0);
});

describe("conditional requests", () => {
  test.each([
    ['"sha256-abc"', 304],
    ['W/"sha256-abc"', 304],
    ['"other", "sha256-abc"', 304],
    ["*", 304],
    ['"other"', 200],
    ["sha256-abc", 200],
    ['"sha256-abcd"', 200],
    ["", 200],
  ])("If-None-Match %s is %i", async (tag, status) => {
    const { response, opened } = serve(ask({ "if-none-match": tag }));
    const answer = await response;
    expect(answer.status).toBe(status);
    expect(answer.headers.get("etag")).toBe('"sha256-abc"');
    expect(answer.headers.get("cache-control")).toBe("private, no-cache");
    expect(opened).toHaveLength(status === 200 ? 1 : 0);
    if (status === 304) expect(answer.headers.has("content-length")).toBe(false);
  });

  test("If-None-Match takes precedence over Range", async () => {
    const headers = { "if-none-match": '"sha256-abc"', range: "bytes=0-9" };
    expect((await serve(ask(headers)).response).status).toBe(304);
  });

  test.each([
    ['"sha256-abc"', 206],
    ['W/"sha256-abc"', 200],
    ['"other"', 200],
    ["Sun, 22 Nov 2026 10:00:00 GMT", 200],
  ])("If-Range %s is %i", async (tag, status) => {
    const answer = await serve(ask({ range: "bytes=0-9", "if-range": tag })).response;
    expect(answer.status).toBe(status);
  });
});

test("HEAD sends the headers of GET and opens nothing", async () => {
  const { response, opened } = serve(ask({ range: "bytes=0-9" }, "HEAD"));
  const answer = await response;
  expect([answer.status, answer.headers.get("content-length")]).toEqual([200, "1000"]);
  expect(answer.body).toBeNull();
  expect(opened).toEqual([]);
});

describe("file names", () => {
  test.each([
    ["plain.png", 'inline; filename="plain.png"'],
    [
      "Bucht bei Nacht – 3.png",
      "inline; filename=\"Bucht bei Nacht _ 3.png\"; filename*=UTF-8''Bucht%20bei%20Nacht%20%E2%80%93%203.png",
    ],
    ["Café.png", "inline; filename=\"Cafe.png\"; filename*=UTF-8''Caf%C3%A9.png"],
    ["夜晚.png", "inline; filename=\"_.png\"; filename*=UTF-8''%E5%A4%9C%E6%99%9A.png"],
    ["it's (1)*.png", 'inline; filename="it\'s (1)_.png"'],
    ["é'(1).png", "inline; filename=\"e'(1).png\"; filename*=UTF-8''%C3%A9%27%281%29.png"],
    ['a"b\\c.png', 'inline; filename="a_b_c.png"'],
    ["a\r\nSet-Cookie: x=1.png", 'inline; filename="a_Set-Cookie_ x=1.png"'],
    ["../../etc/passwd", 'inline; filename="_.._etc_passwd"'],
    ["C:\\x.png", 'inline; filename="C_x.png"'],
    ["100%41.png", 'inline; filename="100_41.png"'],
    ["Mu\u0308nchen.png", "inline; filename=\"Munchen.png\"; filename*=UTF-8''M%C3%BCnchen.png"],
    [
      "می‌خواهم.png",
      `inline; filename="_.png"; filename*=UTF-8''${encodeURIComponent("می‌خواهم")}.png`,
    ],
    ["👨‍👩‍👧.png", `inline; filename="_.png"; filename*=UTF-8''${encodeURIComponent("👨‍👩‍👧")}.png`],
    ["photo\u202egnp.exe", 'inline; filename="photo_gnp.exe"'],
    ["...", 'inline; filename="file"'],
    ["", 'inline; filename="file"'],
    [`${"long ".repeat(60)}.png`, `inline; filename="${"long ".repeat(24).trimEnd()}.png"`],
  ])("%j", async (fileName, expected) => {
    const answer = await serve(ask(), { fileName }).response;
    expect(answer.headers.get("content-disposition")).toBe(expected);
  });

  test("half of a surrogate pair in a name is replaced", async () => {
    const answer = await serve(ask(), { fileName: "a\ud800.png" }).response;
    expect(answer.headers.get("content-disposition")).toContain("%EF%BF%BD");
  });

  test("disposition: an attachment, and a response without a name", async () => {
    const attachment = await serve(ask(), { disposition: "attachment" }).response;
    expect(attachment.headers.get("content-disposition")).toBe("attachment");
  });
});

test("a tag that would break out of its quotes is rejected", async () => {
  await expect(serve(ask(), { etag: 'a", "b' }).response).rejects.toBeInstanceOf(TypeError);
});

test("an error from open rejects before any response", async () => {
  const open = () => Promise.reject(new Error("no such blob"));
  await expect(serve(ask(), { open }).response).rejects.toThrow("no such blob");
});

describe("the stream", () => {
  const CHUNK = Buffer.alloc(10);

  /** An endless source that counts its reads. */
  function counted(): { source: Readable; given: () => number } {
    let given = 0;
    const source = new Readable({
      highWaterMark: 1,
      read() {
        given += 1;
        this.push(CHUNK);
      },
    });
    return { source, given: () => given };
  }
  const closed = (source: Readable) =>
    new Promise<void>((resolve) => (source.closed ? resolve() : source.once("close", resolve)));
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

  test("reads from the source only on demand", async () => {
    const { source, given } = counted();
    const answer = await serve(ask(), { size: 1_000_000, open: () => source }).response;
    await settle();
    expect(given()).toBe(0);
    const reader = answer.body?.getReader();
    for (let time = 0; time < 3; time += 1) await reader?.read();
    await settle();
    expect(given()).toBeLessThan(8);
    await reader?.cancel();
    await closed(source);
  });

  test("cancelling the body closes the source", async () => {
    const { source } = counted();
    const answer = await serve(ask(), { size: 1_000_000, open: () => source }).response;
    await answer.body?.cancel();
    await closed(source);
    expect(source.destroyed).toBe(true);
  });

  test("a disconnect closes the source, even before the first read", async () => {
    const client = new AbortController();
    const { source } = counted();
    const request = ask({}, "GET", client.signal);
    const answer = await serve(request, { size: 1_000_000, open: () => source }).response;
    client.abort();
    await closed(source);
    await expect(bodyOf(answer)).rejects.toThrow();
  });

  test("a disconnect while the source opens closes it too", async () => {
    const client = new AbortController();
    const { source } = counted();
    const open = async () => {
      client.abort();
      return source;
    };
    const answer = await serve(ask({}, "GET", client.signal), { open }).response;
    await closed(source);
    await expect(bodyOf(answer)).rejects.toThrow();
  });

  test("a disconnect during a pending read causes no unhandled error", async () => {
    const source = new Readable({ read() {} });
    const answer = await serve(ask(), { open: () => source }).response;
    const reader = answer.body?.getReader();
    const waiting = reader?.read();
    await settle();
    await reader?.cancel();
    expect(await waiting).toEqual({ done: true, value: undefined });
    await closed(source);
  });

  test("a failing source breaks the response off", async () => {
    const source = Readable.from(
      (function* pieces() {
        yield CHUNK;
        throw new Error("the disk failed");
      })(),
    );
    const answer = await serve(ask(), { open: () => source }).response;
    await expect(bodyOf(answer)).rejects.toThrow("the disk failed");
  });

  test("a source that fails before the first read ends the response, not the process", async () => {
    const source = new Readable({ read() {} });
    const answer = await serve(ask(), { open: () => source }).response;
    // An "error" event without a listener is thrown at the top of the process, where a test cannot see it.
    expect(source.listenerCount("error")).toBe(1);
    source.destroy(new Error("the disk failed"));
    await closed(source);
    await expect(bodyOf(answer)).rejects.toThrow("the disk failed");
  });

  test.each([999, 1001])(
    "%i stored bytes where 1000 were announced break the response off",
    async (stored) => {
      const source = Readable.from([Buffer.alloc(500), Buffer.alloc(stored - 500)]);
      const answer = await serve(ask(), { open: () => source }).response;
      await expect(bodyOf(answer)).rejects.toThrow("not as many as announced");
      await closed(source);
    },
  );

  test("the source is closed after the last byte", async () => {
    const source = Readable.from([BYTES]);
    await bodyOf(await serve(ask(), { open: () => source }).response);
    await closed(source);
  });
});
