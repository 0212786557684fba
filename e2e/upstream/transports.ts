import type { Socket } from "node:net";
import { STATUS_CODES } from "node:http";
import type { Writable } from "node:stream";
import { TLSSocket } from "node:tls";
import { createGzip, gzipSync } from "node:zlib";
import { SIGNATURE } from "./pictures";

/** How an answer travels: failures of real relays and networks, and attacks. */
export type Transport =
  | { mode: "normal" | "gzip" | "plain" | "endless" | "refuse_once" }
  /** All data without a final chunk; the socket stays open or closes later. */
  | { mode: "chunked_no_terminator"; close_after_ms?: number }
  | { mode: "stall_mid_body" | "reset_mid_body"; after_fraction?: number }
  /** Silence for a while; "deadline+1000" is relative to the caller's limit. */
  | { mode: "delay_headers"; ms: number | string; client_disconnect_at_ms?: number }
  | { mode: "content_length"; delta: number }
  | { mode: "gzip_bomb"; expanded_bytes: number }
  | { mode: "keepalive_spaces"; interval_ms: number; count: number; scalable?: boolean }
  | { mode: "split_writes"; bytes?: number; n?: number; interval_ms?: number };

export type WireAnswer = {
  status: number;
  headers: Record<string, string>;
  body: Buffer[];
  transport: Transport;
};

export type Pace = {
  /** What "deadline" means in a delay, ms. */
  deadlineMs: number;
  /** Factor for intervals that may be shortened. */
  scale: number;
  /** Awaited between headers and body, or in the middle of the body. */
  gates?: { headers?: () => Promise<void>; half?: () => Promise<void> };
};

/** Writes one answer to a raw socket in the way of its transport. Resolves when nothing more will be written. */
export async function transmit(socket: Socket, answer: WireAnswer, pace: Pace): Promise<void> {
  socket.on("error", () => {});
  const wire = new Wire(socket);
  const { transport } = answer;
  switch (transport.mode) {
    case "delay_headers":
      await pause(delayOf(transport.ms, pace), socket);
      return plain(wire, answer, pace);
    case "chunked_no_terminator": {
      await wire.write(headOf(answer, { "Transfer-Encoding": "chunked" }));
      for (const piece of answer.body) await wire.chunk(piece);
      if (transport.close_after_ms === undefined) return;
      await pause(transport.close_after_ms, socket);
      socket.end();
      return;
    }
    case "stall_mid_body":
      return part(wire, answer, transport.after_fraction ?? 0.5);
    case "reset_mid_body":
      await part(wire, answer, transport.after_fraction ?? 0.5);
      await wire.flushed();
      // TLS sockets cannot send a reset; destroying them is as abrupt.
      if (socket instanceof TLSSocket) socket.destroy();
      else socket.resetAndDestroy();
      return;
    case "content_length": {
      const declared = lengthOf(answer.body) + transport.delta;
      await wire.write(headOf(answer, { "Content-Length": String(declared) }));
      const body = Buffer.concat(answer.body);
      await wire.write(body.subarray(0, Math.min(declared, body.length)));
      socket.end();
      return;
    }
    case "gzip": {
      const body = [gzipSync(Buffer.concat(answer.body))];
      return plain(wire, { ...answer, body }, pace);
    }
    case "gzip_bomb":
      return gzipBomb(wire, answer, transport.expanded_bytes);
    case "keepalive_spaces": {
      const scale = transport.scalable === true ? pace.scale : 1;
      await wire.write(headOf(answer, { "Transfer-Encoding": "chunked" }));
      for (let count = 0; count < transport.count && wire.isOpen; count += 1) {
        await wire.chunk(Buffer.from(" "));
        await pause(transport.interval_ms * scale, socket);
      }
      for (const piece of answer.body) await wire.chunk(piece);
      await wire.write(Buffer.from("0\r\n\r\n"));
      socket.end();
      return;
    }
    case "split_writes": {
      const size = transport.bytes ?? transport.n ?? 1;
      const body = Buffer.concat(answer.body);
      await wire.write(headOf(answer, { "Content-Length": String(body.length) }));
      for (let at = 0; at < body.length && wire.isOpen; at += size) {
        await wire.write(body.subarray(at, at + size));
        await new Promise((resolve) => setImmediate(resolve));
      }
      socket.end();
      return;
    }
    case "endless": {
      await wire.write(headOf(answer, {}));
      await wire.write(SIGNATURE);
      const block = Buffer.alloc(256 * 1024, 0x2a);
      while (wire.isOpen) await wire.write(block);
      return;
    }
    case "normal":
    case "plain":
    case "refuse_once":
      return plain(wire, answer, pace);
  }
}

async function plain(wire: Wire, answer: WireAnswer, pace: Pace): Promise<void> {
  const { gates } = pace;
  await wire.write(headOf(answer, { "Content-Length": String(lengthOf(answer.body)) }));
  await gates?.headers?.();
  if (gates?.half) {
    const body = Buffer.concat(answer.body);
    const half = Math.floor(body.length / 2);
    await wire.write(body.subarray(0, half));
    await gates.half();
    await wire.write(body.subarray(half));
  } else {
    for (const piece of answer.body) await wire.write(piece);
  }
  wire.socket.end();
}

async function part(wire: Wire, answer: WireAnswer, fraction: number): Promise<void> {
  const body = Buffer.concat(answer.body);
  await wire.write(headOf(answer, { "Content-Length": String(body.length) }));
  await wire.write(body.subarray(0, Math.floor(body.length * fraction)));
}

async function gzipBomb(wire: Wire, answer: WireAnswer, expandedBytes: number): Promise<void> {
  await wire.write(headOf(answer, { "Transfer-Encoding": "chunked" }));
  const gzip = createGzip({ level: 9 });
  wire.socket.on("close", () => gzip.destroy());
  const sending = (async () => {
    for await (const piece of gzip) await wire.chunk(piece as Buffer);
    await wire.write(Buffer.from("0\r\n\r\n"));
    wire.socket.end();
  })().catch(() => {});
  const block = Buffer.alloc(1024 * 1024, 0x20);
  for (let sent = 0; sent < expandedBytes && wire.isOpen; sent += block.length) {
    if (!gzip.write(block)) await drained(gzip);
  }
  if (wire.isOpen) gzip.end(Buffer.concat(answer.body));
  await sending;
}

function headOf({ status, headers }: WireAnswer, framing: Record<string, string>): Buffer {
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Unknown"}`];
  for (const [name, value] of Object.entries({ ...headers, ...framing, Connection: "close" })) {
    lines.push(`${name}: ${value}`);
  }
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n`);
}

const lengthOf = (body: Buffer[]) => body.reduce((sum, piece) => sum + piece.length, 0);

function delayOf(ms: number | string, { deadlineMs, scale }: Pace): number {
  if (typeof ms === "number") return ms * scale;
  const extra = Number(/\+\s*(\d+)/.exec(ms)?.[1] ?? 0);
  return deadlineMs + extra * scale;
}

function pause(ms: number, socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      socket.off("close", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    socket.once("close", done);
  });
}

/** Resolves when more can be written, or the stream is closed. */
function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off("drain", done).off("close", done);
      resolve();
    };
    stream.on("drain", done).on("close", done);
  });
}

class Wire {
  constructor(readonly socket: Socket) {}

  get isOpen(): boolean {
    return this.socket.writable && !this.socket.destroyed;
  }

  async write(bytes: Buffer): Promise<void> {
    if (bytes.length === 0 || !this.isOpen) return;
    if (!this.socket.write(bytes) && this.isOpen) {
      await drained(this.socket);
    }
  }

  async chunk(bytes: Buffer): Promise<void> {
    if (bytes.length === 0) return;
    await this.write(Buffer.from(`${bytes.length.toString(16)}\r\n`));
    await this.write(bytes);
    await this.write(Buffer.from("\r\n"));
  }

  /** Resolves when everything written has left this process. */
  async flushed(): Promise<void> {
    if (this.isOpen && this.socket.writableLength > 0) {
      await new Promise<void>((resolve) => {
        this.socket.write(Buffer.alloc(0), () => resolve());
      });
    }
    // Give the peer a turn to read: a reset discards unread bytes at the receiver.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
