import { createServer, type Socket } from "node:net";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { noisePng, png } from "@/e2e/upstream/pictures";
import { startScriptedUpstream, type ScriptedUpstream } from "@/e2e/upstream/server";
import { jsonBody } from "./bodies";
import { sendCall, type CallToSend, type SendOptions } from "./client";
import { readAnswer } from "../read/read-answer";
import { readHead } from "./spool";

let upstream: ScriptedUpstream;
let folder: string;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "client-"));
  upstream = await startScriptedUpstream();
});
afterAll(async () => {
  await upstream.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => upstream.reset());

const call: CallToSend = {
  endpoint: "generations",
  path: "/images/generations",
  timeLimitMs: 20_000,
  size: null,
  is4K: false,
  body: () => Promise.resolve(jsonBody({ model: "m", prompt: "p" })),
};

function options(over: Partial<SendOptions> = {}): SendOptions {
  count += 1;
  return {
    spoolPath: join(folder, `answer-${count}`),
    beforeSend: () => Promise.resolve(),
    ...over,
    limits: { connectRetryMs: [], tailGraceMs: 50, ...over.limits },
  };
}

test("beforeSend is awaited before the first byte, and its rejection sends nothing", async () => {
  const refused = options({ beforeSend: () => Promise.reject(new Error("lease lost")) });
  await expect(sendCall(call, upstream, refused)).rejects.toThrow("lease lost");
  expect(upstream.calls()).toHaveLength(0);

  let callsAtCommit = -1;
  const answer = await sendCall(
    call,
    upstream,
    options({
      async beforeSend() {
        // Give an unwanted request a chance to arrive.
        await new Promise((resolve) => setImmediate(resolve));
        callsAtCommit = upstream.calls().length;
      },
    }),
  );
  expect(callsAtCommit).toBe(0);
  expect(answer.outcome).toBe("received");
  expect(upstream.calls()).toHaveLength(1);
  expect(upstream.calls()[0]).toMatchObject({
    isAuthorized: true,
    body: { model: "m", prompt: "p" },
  });
});

test("a refused connection sends and commits nothing, and is retried", async () => {
  const closed = await new Promise<number>((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
  let committed = false;
  const answer = await sendCall(
    call,
    { baseUrl: `http://127.0.0.1:${closed}/v1`, apiKey: "k" },
    options({
      beforeSend: () => {
        committed = true;
        return Promise.resolve();
      },
    }),
  );
  expect(answer).toMatchObject({
    outcome: "failed",
    sentAnything: false,
    failure: { code: "upstream_unreachable", billed: "no", resendable: true },
  });
  expect(committed).toBe(false);
});

test("a connection that closes without an answer may have been billed", async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.once("data", () => socket.end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const answer = await sendCall(
    call,
    { baseUrl: `http://127.0.0.1:${port}`, apiKey: "k" },
    options(),
  );
  expect(answer).toMatchObject({
    outcome: "failed",
    sentAnything: true,
    failure: { code: "connection_reset", billed: "unknown", resendable: false },
  });
  server.close();
});

test("cancelling a running call ends it, and its billing is unknown", async () => {
  upstream.script([{ gate: "never" }]);
  const controller = new AbortController();
  const sending = sendCall(call, upstream, options({ signal: controller.signal }));
  await upstream.reached("never");
  controller.abort();
  expect(await sending).toMatchObject({
    outcome: "failed",
    sentAnything: true,
    failure: { code: "cancelled", billed: "unknown" },
  });
});

test("after a crash the head on disk says whether the answer was complete", async () => {
  upstream.script([
    { headers: { "X-Request-Id": "req-1" }, gate: "half", gateAt: "half", json: { data: [] } },
  ]);
  const given = options();
  const sending = sendCall(call, upstream, given);
  await upstream.reached("half");
  // The headers were written before the gate; when they reach the disk is up to the client.
  await expect
    .poll(() => readHead(given.spoolPath))
    .toMatchObject({ status: 200, complete: false });
  upstream.release("half");
  await sending;
  expect(await readHead(given.spoolPath)).toMatchObject({
    complete: true,
    requestIds: { "x-request-id": "req-1" },
    asked: { endpoint: "generations" },
  });
});

test("an echoed key never reaches the disk, wherever the chunks are cut", async () => {
  for (const bytes of [1, 5, 1_000]) {
    upstream.script([
      {
        status: 401,
        template: '{"error":{"message":"bad key {{API_KEY}}!"}}',
        transport: { mode: "split_writes", bytes },
      },
    ]);
    const given = options();
    await sendCall(call, upstream, given);
    const spooled = await readFile(given.spoolPath, "utf8");
    expect(spooled).toContain("bad key ***");
    expect(spooled).not.toContain(upstream.apiKey);
  }
});

test("a complete answer before a reset is received; half of one is kept on disk", async () => {
  const whole = {
    json: { data: [{ b64_json: (await png()).toString("base64") }], usage: { total_tokens: 3 } },
  };
  upstream.script([{ ...whole, transport: { mode: "reset_mid_body", after_fraction: 1 } }]);
  expect((await sendCall(call, upstream, options())).outcome).toBe("received");

  upstream.script([{ ...whole, transport: { mode: "reset_mid_body", after_fraction: 0.97 } }]);
  const cut = options();
  expect(await sendCall(call, upstream, cut)).toMatchObject({
    failure: { code: "connection_reset" },
  });
  expect(await readAnswer(cut.spoolPath)).toMatchObject({ failure: { code: "connection_reset" } });
  const rescued = await readAnswer(cut.spoolPath, { rescue: true });
  expect(rescued.kind).toBe("pictures");
});

test("twenty large answers at once use little memory, and none is lost", async () => {
  const big = (await noisePng(8 * 1024 * 1024)).toString("base64");
  const template = `{"data":[{"b64_json":"${big}"}]}`;
  upstream.script(Array.from({ length: 20 }, () => ({ template, gate: "all" })));
  const all = Array.from({ length: 20 }, () => options());
  const sending = all.map((given) => sendCall(call, upstream, given));
  upstream.release("all");
  const answers = await Promise.all(sending);
  expect(answers.every(({ outcome }) => outcome === "received")).toBe(true);
  const before = process.memoryUsage().rss;
  const reads = await Promise.all(all.map(({ spoolPath }) => readAnswer(spoolPath)));
  const grown = process.memoryUsage().rss - before;
  expect(reads.every(({ kind }) => kind === "pictures")).toBe(true);
  // 20 × 11 MB of base64 were received. Expected: a few buffers, and garbage not yet collected.
  expect(grown).toBeLessThan(120 * 1024 * 1024);
}, 60_000);
