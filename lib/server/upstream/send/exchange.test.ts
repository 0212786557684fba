import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { exchange } from "./exchange";
import { openSocket } from "./socket";

let server: Server | null = null;
afterEach(() => {
  server?.close();
});

/** A server that runs `answer` on each connection, once the request's head has arrived. */
async function connectTo(answer: (socket: Socket) => void): Promise<Socket> {
  server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => answer(socket));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return openSocket({ isSecure: false, host: "127.0.0.1", port, timeoutMs: 1_000 });
}

const GET = { method: "GET", path: "/", headers: { host: "x" } } as const;
const never = new AbortController().signal;

test("a slow reader gets every byte that arrived before the connection broke, then the error", async () => {
  const sent = 1_500_000;
  const socket = await connectTo((peer) => {
    peer.write(`HTTP/1.1 200 OK\r\nContent-Length: ${sent + 10}\r\n\r\n`);
    peer.end(Buffer.alloc(sent, "x"));
  });
  const { body } = await exchange(socket, { ...GET, signal: never });
  // Start reading only after the peer has closed.
  await new Promise((resolve) => socket.once("close", resolve));
  let received = 0;
  await expect(async () => {
    for await (const chunk of body) received += chunk.length;
  }).rejects.toMatchObject({ code: "ECONNRESET" });
  expect(received).toBe(sent);
});

test("a slow reader pauses the network instead of filling the memory", async () => {
  const sent = 32 * 1024 * 1024;
  let handedOver = 0;
  const socket = await connectTo((peer) => {
    peer.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    const block = Buffer.alloc(1024 * 1024, "x");
    const more = () => {
      while (handedOver < sent) {
        handedOver += block.length;
        if (!peer.write(block)) return void peer.once("drain", more);
      }
      peer.end();
    };
    more();
  });
  const { body } = await exchange(socket, { ...GET, signal: never });
  await expect.poll(() => socket.isPaused()).toBe(true);
  expect(handedOver).toBeLessThan(sent);
  let received = 0;
  for await (const chunk of body) received += chunk.length;
  expect(received).toBe(sent);
});

test("an abort ends a silent exchange with its own reason", async () => {
  const controller = new AbortController();
  const socket = await connectTo(() => controller.abort(new Error("enough")));
  await expect(exchange(socket, { ...GET, signal: controller.signal })).rejects.toThrow("enough");
});

test("a large body is sent completely and leaves no listener behind", async () => {
  const pieces = 400;
  let received = 0;
  const socket = await connectTo((peer) => {
    peer.on("data", (chunk: Buffer) => {
      received += chunk.length;
      if (received > pieces * 64 * 1024) peer.end("HTTP/1.1 204 No Content\r\n\r\n");
    });
  });
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on("warning", note);
  async function* body() {
    for (let piece = 0; piece <= pieces; piece += 1) {
      await Promise.resolve();
      yield Buffer.alloc(64 * 1024);
    }
  }
  const { status } = await exchange(socket, {
    ...GET,
    method: "POST",
    headers: { host: "x", "content-length": String((pieces + 1) * 64 * 1024) },
    body: body(),
    signal: never,
  });
  process.off("warning", note);
  expect(status).toBe(204);
  expect(warnings).toEqual([]);
});

const ANSWER = '{"data":[]}';
const [OK, LENGTH] = ["HTTP/1.1 200 OK\r\n", `Content-Length: ${ANSWER.length}\r\n`];
const CHUNK = `${ANSWER.length.toString(16)}\r\n${ANSWER}\r\n`;

test.each([
  ["two length headers", `${OK}${LENGTH}Transfer-Encoding: chunked\r\n\r\n${CHUNK}0\r\n\r\n`],
  ["a control character in a header", `${OK}X-Note: a\u0001b\r\n${LENGTH}\r\n${ANSWER}`],
  ["more bytes than were announced", `${OK}${LENGTH}\r\n${ANSWER}\r\n\r\nand more`],
  ["bare line feeds", `HTTP/1.1 200 OK\nContent-Length: ${ANSWER.length}\n\n${ANSWER}`],
])("an answer with %s is read", async (_what, wire) => {
  const socket = await connectTo((peer) => peer.end(wire, "latin1"));
  const { body } = await exchange(socket, { ...GET, signal: never });
  let received = "";
  for await (const chunk of body) received += chunk.toString();
  expect(received).toBe(ANSWER);
});

test("bytes before invalid HTTP are delivered, then the error", async () => {
  const wire = `${OK}Transfer-Encoding: chunked\r\n\r\n${CHUNK}no chunk\r\n`;
  const socket = await connectTo((peer) => peer.end(wire));
  const { body } = await exchange(socket, { ...GET, signal: never });
  let received = "";
  await expect(async () => {
    for await (const chunk of body) received += chunk.toString();
  }).rejects.toMatchObject({ code: "HPE_INVALID_CHUNK_SIZE" });
  expect(received).toBe(ANSWER);
});
