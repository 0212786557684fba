import { closeSync, ftruncateSync, openSync, readdirSync, rmSync, writeSync } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FAILURES } from "@/lib/contracts/failures";
import { AnswerEnd } from "../send/answer-end";
import { decodedBody } from "../send/decode-body";
import { readAnswer, type ReadAnswer } from "./read-answer";
import { SecretMask } from "../send/secret-mask";
import { writeHead } from "../send/spool";
import { answerHead } from "@/lib/server/upstream/send/spool.fixtures";

/** Random bytes through the whole pipeline: decompressed, watched for their end, masked, and read from a real file. */
const SEED = 20_261_122;
const INPUTS = 10_000;
/** Limit for memory growth while reading, also summed over a thousand inputs. */
const MEMORY_CAP_BYTES = 128 * 1024 * 1024;
/** Upper bounds of CPU time, which hardly depends on the load of the machine. */
const SMALL_CPU_MS = 5_000;
const LARGE_CPU_MS = 30_000;

let folder: string;
let spool: string;
let spoolFile: number;
let base: number;
let peak: number;
let watching: NodeJS.Timeout;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "random-"));
  spool = join(folder, "answer");
  spoolFile = openSync(spool, "w");
  await writeHead(spool, answerHead());
  await read([Buffer.from('{"data":[]}')], undefined);
  watching = setInterval(samplePeak, 25);
});
afterAll(async () => {
  clearInterval(watching);
  closeSync(spoolFile);
  await rm(folder, { recursive: true, force: true });
});

function samplePeak() {
  peak = Math.max(peak, process.memoryUsage.rss());
}

async function read(chunks: Buffer[], encoding: string | undefined): Promise<ReadAnswer> {
  async function* arriving() {
    for (const chunk of chunks) {
      await Promise.resolve();
      yield chunk;
    }
  }
  const end = new AnswerEnd();
  const mask = new SecretMask("a-secret-key");
  const spooled: Buffer[] = [];
  try {
    for await (const chunk of decodedBody(arriving(), encoding)) {
      end.push(chunk);
      spooled.push(...mask.push(chunk));
    }
  } catch {
    // Broken compression: what arrived before is still read.
  }
  // Kept cheap for ten thousand runs: no `expect`, and one open file (some file systems flush when an emptied file is
  // closed).
  const body = Buffer.concat([...spooled, mask.flush()]);
  ftruncateSync(spoolFile, writeSync(spoolFile, body, 0, body.length, 0));
  const answer = await readAnswer(spool, { dir: folder, minRunChars: 64 });
  if (answer.kind === "pictures") clearFound();
  else if (!Object.hasOwn(FAILURES, answer.failure.code)) throw new Error(answer.failure.code);
  return answer;
}

function clearFound() {
  for (const name of readdirSync(folder)) {
    if (name.includes(".found-")) rmSync(join(folder, name));
  }
}

/** Starts of real answers, so that noise passes the first check. */
const openings = [
  "",
  "",
  '{"choices":[{"message":{"content":"',
  '{"data":[{"b64_json":"',
  '{"error":{"message":"',
  "data: ",
  "![image](data:image/png;base64,",
  "\u0089PNG\r\n\u001a\n",
  "\u001f\u008b\u0008\u0000",
  "\u00ff\u00fe",
].map((text) => Buffer.from(text, "latin1"));

const input = fc.record({
  opening: fc.constantFrom(...openings),
  noise: fc.uint8Array({ maxLength: 2_000 }),
  isPacked: fc.boolean(),
  encoding: fc.constantFrom(undefined, "gzip", "br", "deflate"),
  splitAt: fc.nat({ max: 2_000 }),
});

test("ten thousand answers of random bytes are read without an error, a hang or a growing heap", async () => {
  base = peak = process.memoryUsage.rss();
  let mostCpuMs = 0;
  await fc.assert(
    fc.asyncProperty(input, async ({ opening, noise, isPacked, encoding, splitAt }) => {
      const plain = Buffer.concat([opening, noise]);
      const bytes = isPacked ? gzipSync(plain, { level: 1, memLevel: 1 }) : plain;
      const before = process.cpuUsage();
      await read([bytes.subarray(0, splitAt), bytes.subarray(splitAt)], encoding);
      mostCpuMs = Math.max(mostCpuMs, process.cpuUsage(before).user / 1_000);
    }),
    { seed: SEED, numRuns: INPUTS },
  );
  samplePeak();
  expect(mostCpuMs).toBeLessThan(SMALL_CPU_MS);
  expect(peak - base).toBeLessThan(MEMORY_CAP_BYTES);
}, 240_000);

const MEGABYTE = 1024 * 1024;
const LARGEST_MEGABYTES = 64;

test.each([
  ["noise", (block: Buffer) => block],
  ["base64", (block: Buffer) => Buffer.from(block.toString("base64"))],
  ["short lines", (block: Buffer) => block.map((byte) => (byte < 64 ? 10 : 65))],
  ["quotes and backslashes", (block: Buffer) => block.map((byte) => (byte < 128 ? 34 : 92))],
])(
  "an answer of 64 MB of %s is read within the memory cap",
  async (_name, transform) => {
    const block = Buffer.from(transform(seeded(MEGABYTE)));
    const file = await open(spool, "w");
    await file.writeFile('{"choices":[{"message":{"content":"');
    for (let written = 0; written < LARGEST_MEGABYTES * MEGABYTE; written += block.length) {
      await file.writeFile(block);
    }
    await file.close();
    base = peak = process.memoryUsage.rss();
    const before = process.cpuUsage();
    await readAnswer(spool, { dir: folder });
    samplePeak();
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(LARGE_CPU_MS);
    expect(peak - base).toBeLessThan(MEMORY_CAP_BYTES);
    clearFound();
  },
  60_000,
);

/** Pseudo-random bytes, the same in every run (xorshift). */
function seeded(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = SEED;
  for (let at = 0; at < length; at += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state & 0xff;
  }
  return bytes;
}
