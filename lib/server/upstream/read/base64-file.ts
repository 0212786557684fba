import "server-only";
import { open, rm, type FileHandle } from "node:fs/promises";
import { decodeBase64 } from "./decode-base64";
import type { ExtractedAnswer, Run } from "./extract-base64";

/** The text is not base64, or was cut inside a group of four. */
export class NotBase64Error extends Error {
  constructor(reason: string) {
    super(`Not base64: ${reason}`);
    this.name = "NotBase64Error";
  }
}

/** The decoded image would exceed the limit. */
export class DecodedTooLargeError extends Error {
  constructor() {
    super("The decoded data is too large");
    this.name = "DecodedTooLargeError";
  }
}

/** A multiple of 4, so that no rest is carried between reads. */
const READ_BYTES = 960 * 1024;
const BACKSLASH = 0x5c;
const PERCENT = 0x25;
const PADDING = 0x3d;

/**
 * Decodes base64 into a new file: any alphabet, padded or not, wrapped, percent-encoded, and JSON-escaped in extracted
 * runs. Ignores anything after the padding. On failure no file is left.
 * @param payload text with marks of extracted runs
 * @returns the decoded length in bytes
 * @throws NotBase64Error, DecodedTooLargeError
 */
export async function decodeBase64ToFile(
  payload: string,
  answer: ExtractedAnswer,
  spoolPath: string,
  path: string,
  maxBytes: number,
): Promise<number> {
  const out = await open(path, "w", 0o600);
  try {
    const sink = new Base64Sink(out, maxBytes);
    let at = 0;
    while (at < payload.length && !sink.isDone) {
      const mark = answer.marks.at(payload, at);
      if (mark) {
        const run = answer.runs[mark.index];
        if (run) await pushRun(sink, spoolPath, run);
        at += mark.length;
        continue;
      }
      const next = payload.indexOf("\uE000", at + 1);
      const end = next < 0 ? payload.length : next;
      await sink.push(percentDecoded(payload.slice(at, end)));
      at = end;
    }
    return await sink.end();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await out.close();
  }
}

async function pushRun(sink: Base64Sink, spoolPath: string, run: Run): Promise<void> {
  const file = await open(spoolPath, "r");
  try {
    const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, run.end - run.start));
    let held = "";
    for (let at = run.start; at < run.end && !sink.isDone;) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, run.end - at), at);
      if (bytesRead === 0) break;
      at += bytesRead;
      const bytes = buffer.subarray(0, bytesRead);
      if (held === "" && !bytes.includes(BACKSLASH) && !bytes.includes(PERCENT)) {
        // The usual case. Extraction has checked every character already.
        await sink.pushClean(bytes);
        continue;
      }
      const text = held + buffer.toString("latin1", 0, bytesRead);
      // An escape across two reads waits for its rest.
      const cut = at < run.end ? splitPoint(text) : text.length;
      held = text.slice(cut);
      await sink.push(unescaped(text.slice(0, cut)));
    }
    if (held) await sink.push(unescaped(held));
  } finally {
    await file.close();
  }
}

function splitPoint(text: string): number {
  const tail = Math.max(0, text.length - 6);
  for (let at = tail; at < text.length; at += 1) {
    if (text[at] === "\\" || text[at] === "%") return at;
  }
  return text.length;
}

function unescaped(text: string): string {
  if (!text.includes("\\")) return percentDecoded(text);
  const plain = text
    .replaceAll("\\/", "/")
    .replace(/\\u00(2b|2f|3d)/gi, (_all, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replace(/\\[nrt]/g, "");
  return percentDecoded(plain);
}

function percentDecoded(text: string): string {
  if (!text.includes("%")) return text;
  return text.replace(/%([0-9a-f]{2})/gi, (_all, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
}

class Base64Sink {
  /** Padding was reached: the data has ended. */
  isDone = false;
  readonly #out: FileHandle;
  readonly #maxBytes: number;
  /** Reused: a new one per chunk would cause garbage collection. */
  #decoded: Buffer = Buffer.alloc(0);
  #held: Buffer = Buffer.alloc(0);
  #chars = 0;
  #written = 0;

  constructor(out: FileHandle, maxBytes: number) {
    this.#out = out;
    this.#maxBytes = maxBytes;
  }

  async push(piece: string): Promise<void> {
    const text = /\s/.test(piece) ? piece.replace(/\s+/g, "") : piece;
    const padding = text.indexOf("=");
    const data = padding < 0 ? text : text.slice(0, padding);
    if (!this.isDone && /[^A-Za-z0-9+/_-]/.test(data))
      throw new NotBase64Error("foreign characters");
    await this.pushClean(Buffer.from(padding < 0 ? data : `${data}=`, "latin1"));
  }

  /** Accepts only base64 characters and padding; ignores anything after the padding. */
  async pushClean(piece: Buffer): Promise<void> {
    if (this.isDone) return;
    const padding = piece.indexOf(PADDING);
    let chars = padding < 0 ? piece : piece.subarray(0, padding);
    this.isDone = padding >= 0;
    this.#chars += chars.length;
    if (this.#held.length > 0) chars = Buffer.concat([this.#held, chars]);
    const whole = this.isDone ? chars.length : chars.length - (chars.length % 4);
    // A copy: the caller reuses its buffer.
    this.#held = Buffer.from(chars.subarray(whole));
    await this.#write(chars.subarray(0, whole));
  }

  async end(): Promise<number> {
    await this.#write(this.#held);
    if (this.#chars === 0) throw new NotBase64Error("empty");
    if (this.#chars % 4 === 1) throw new NotBase64Error("cut inside a group");
    return this.#written;
  }

  async #write(chars: Buffer): Promise<void> {
    if (chars.length === 0) return;
    if (this.#decoded.length < chars.length) this.#decoded = Buffer.allocUnsafe(chars.length);
    const bytes = this.#decoded.subarray(0, decodeBase64(chars, this.#decoded));
    this.#written += bytes.length;
    if (this.#written > this.#maxBytes) throw new DecodedTooLargeError();
    await this.#out.writeFile(bytes);
  }
}
