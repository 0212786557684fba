import "server-only";
import { randomBytes } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";

/**
 * An answer is a few hundred bytes of structure around megabytes of base64. Extraction replaces each long base64 run by
 * a short mark and records its position in the file, so that only the small rest is parsed, and images are decoded from
 * disk to disk. A 60 MB answer takes no more memory than one of 60 kB.
 */
export type ExtractedAnswer = {
  /** The answer's text with marks in it. */
  text: string;
  runs: Run[];
  marks: Marks;
  /** The file's first bytes, unchanged. */
  firstBytes: Buffer;
  size: number;
};

/** A base64 run in the spooled file: bytes `start` to `end` (exclusive), JSON escapes included. */
export type Run = ByteRange & { head: string };

type ByteRange = { start: number; end: number };

/** Too much text is left after extraction for an answer with images. */
export class TooMuchTextError extends Error {
  constructor() {
    super("The answer is too long to be read as text");
    this.name = "TooMuchTextError";
  }
}

/** Shorter base64 stays in the text. No address is this long. */
const MIN_RUN_CHARS = 16 * 1024;
const MAX_TEXT_BYTES = 8 * 1024 * 1024;
const READ_BYTES = 1024 * 1024;
/** Wrapped base64 has lines of 64 or 76. A longer line before a line break is followed by something else. */
export const MAX_WRAPPED_LINE_CHARS = 100;

/** Marks hold a random number, so that no answer can forge one. */
export class Marks {
  readonly #nonce = randomBytes(8).toString("hex");
  readonly #heads: string[] = [];
  readonly #pattern = new RegExp(`\uE000${this.#nonce}\\.(\\d+)\uE001`, "y");
  readonly #everywhere = new RegExp(`\uE000${this.#nonce}\\.\\d+\uE001`, "g");

  make(index: number, head: string): string {
    this.#heads[index] = head;
    return `\uE000${this.#nonce}.${index}\uE001`;
  }

  /** The mark that starts at this position, if any. */
  at(text: string, position: number): { index: number; length: number } | null {
    this.#pattern.lastIndex = position;
    const match = this.#pattern.exec(text);
    return match ? { index: Number(match[1]), length: match[0].length } : null;
  }

  /** The first characters here; for a mark, those of its base64 run. */
  headAt(text: string, position: number): string {
    const mark = this.at(text, position);
    return mark ? (this.#heads[mark.index] ?? "") : text.slice(position, position + HEAD_CHARS);
  }

  /** The text without marks. */
  strip(text: string): string {
    return text.replace(this.#everywhere, "");
  }
}

/**
 * Reads a spooled answer and extracts its base64.
 * @throws TooMuchTextError if more than 8 MiB remain
 */
export async function extractBase64(
  spoolPath: string,
  minRunChars = MIN_RUN_CHARS,
): Promise<ExtractedAnswer> {
  const file = await open(spoolPath, "r");
  try {
    const { size } = await file.stat();
    const ranges = await findRuns(file, size, minRunChars);
    const extracted = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
    if (size - extracted > MAX_TEXT_BYTES) throw new TooMuchTextError();
    const marks = new Marks();
    const runs: Run[] = [];
    const pieces: Buffer[] = [];
    let at = 0;
    for (const [index, range] of ranges.entries()) {
      const runHead = await readRunHead(file, range.start, range.end);
      const label = LABEL.exec(runHead)?.[0] ?? "";
      const run = {
        start: range.start + label.length,
        end: range.end,
        head: runHead.slice(label.length),
      };
      pieces.push(await readRange(file, at, run.start), Buffer.from(marks.make(index, run.head)));
      runs.push(run);
      at = run.end;
    }
    pieces.push(await readRange(file, at, size));
    return {
      text: Buffer.concat(pieces).toString("utf8"),
      runs,
      marks,
      firstBytes: await readRange(file, 0, Math.min(size, 64)),
      size,
    };
  } finally {
    await file.close();
  }
}

/** A prefix in base64 letters that is not base64: `;base64iVBOR…` lost its comma, `%2CiVBOR…` has it encoded. */
const LABEL = /^(?:base64|2C)(?=iVBORw0KGgo|[/_]9j[/_]|UklGR|R0lGOD)/i;

async function readRange(file: FileHandle, from: number, to: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.max(0, to - from));
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, from + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** The start of a run with JSON's `\/` unescaped; enough to sniff the file type. */
async function readRunHead(file: FileHandle, start: number, end: number): Promise<string> {
  const bytes = await readRange(file, start, Math.min(end, start + 2 * HEAD_CHARS));
  return bytes.toString("latin1").replaceAll("\\/", "/").slice(0, HEAD_CHARS);
}

const IS_BASE64 = new Uint8Array(256);
for (const char of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=") {
  IS_BASE64[char.charCodeAt(0)] = 1;
}
const BACKSLASH = 0x5c;
const PERCENT = 0x25;
/** The longest escape is `\u002b`. */
const MAX_ESCAPE_BYTES = 6;
const HEAD_CHARS = 24;

async function findRuns(file: FileHandle, size: number, minRunChars: number): Promise<ByteRange[]> {
  const runs: ByteRange[] = [];
  // Most answers are small, and allocating a large buffer costs more than reading them.
  const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, size + MAX_ESCAPE_BYTES));
  let kept = 0;
  let bufferStart = 0;
  let runStart = -1;
  let lineStart = 0;

  const endRun = (end: number) => {
    if (runStart >= 0 && end - runStart >= minRunChars) {
      runs.push({ start: runStart, end });
    }
    runStart = -1;
  };

  for (;;) {
    const { bytesRead } = await file.read(buffer, kept, buffer.length - kept, bufferStart + kept);
    const length = kept + bytesRead;
    const isLast = bytesRead === 0 || bufferStart + length >= size;
    // An escape must be complete, so the last few bytes wait for the next read.
    const limit = isLast ? length : length - MAX_ESCAPE_BYTES;
    let at = 0;
    while (at < limit) {
      const byte = buffer[at] ?? 0;
      if (IS_BASE64[byte] === 1) {
        if (runStart < 0) {
          runStart = bufferStart + at;
          lineStart = runStart;
        }
        at = endOfBase64(buffer, at + 1, limit);
        continue;
      }
      const escape = escapeAt(buffer, at, length);
      if (escape.kind === "base64") {
        if (runStart < 0) {
          runStart = bufferStart + at;
          lineStart = runStart;
        }
      } else if (
        escape.kind === "break" &&
        runStart >= 0 &&
        bufferStart + at - lineStart <= MAX_WRAPPED_LINE_CHARS
      ) {
        lineStart = bufferStart + at + escape.length;
      } else {
        endRun(bufferStart + at);
      }
      at += escape.length;
    }
    if (isLast) {
      endRun(bufferStart + length);
      return runs;
    }
    buffer.copyWithin(0, at, length);
    kept = length - at;
    bufferStart += at;
  }
}

/**
 * The end of the base64 characters before `limit`. Hot loop: four per step, in a function of its own that V8 optimizes
 * better, takes a third of the time.
 */
function endOfBase64(buffer: Buffer, from: number, limit: number): number {
  let at = from;
  while (
    at + 4 <= limit &&
    IS_BASE64[buffer[at] ?? 0] === 1 &&
    IS_BASE64[buffer[at + 1] ?? 0] === 1 &&
    IS_BASE64[buffer[at + 2] ?? 0] === 1 &&
    IS_BASE64[buffer[at + 3] ?? 0] === 1
  ) {
    at += 4;
  }
  while (at < limit && IS_BASE64[buffer[at] ?? 0] === 1) at += 1;
  return at;
}

type Escape = { kind: "base64" | "break" | "other"; length: number };

/**
 * Reads one character or escape: of JSON (`\/`, `\u002b`, `
 * `), or of a URL (`%2B`).
 */
function escapeAt(buffer: Buffer, at: number, length: number): Escape {
  const byte = buffer[at];
  if (byte === BACKSLASH && at + 1 < length) {
    const next = String.fromCharCode(buffer[at + 1] ?? 0);
    if (next === "/") return { kind: "base64", length: 2 };
    if (next === "n" || next === "r" || next === "t") return { kind: "break", length: 2 };
    if (next !== "u") return { kind: "other", length: 2 };
    const code = buffer.toString("latin1", at + 2, at + 6).toLowerCase();
    const isBase64 = code === "002b" || code === "002f" || code === "003d";
    return { kind: isBase64 ? "base64" : "other", length: Math.min(6, length - at) };
  }
  if (byte === PERCENT && at + 2 < length) {
    const code = buffer.toString("latin1", at + 1, at + 3).toLowerCase();
    if (code === "2b" || code === "2f" || code === "3d") return { kind: "base64", length: 3 };
    if (code === "0a" || code === "0d") return { kind: "break", length: 3 };
  }
  return { kind: "other", length: 1 };
}
