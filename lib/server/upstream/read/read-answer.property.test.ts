import { createHash } from "node:crypto";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { noisePng, png } from "@/e2e/upstream/pictures";
import { AnswerEnd } from "../send/answer-end";
import { decodedBody } from "../send/decode-body";
import { emptyEnvelope, readEnvelope } from "./envelope";
import { foldEvents } from "./event-fold";
import { parseBody } from "./json-values";
import { Marks } from "./extract-base64";
import { readAnswer } from "./read-answer";
import { scanText } from "./scan-text";
import { SecretMask } from "../send/secret-mask";
import { writeHead } from "../send/spool";
import { answerHead } from "@/lib/server/upstream/send/spool.fixtures";

const SEED = 20_261_122;
const MEMORY_RUNS = 10_000;

let folder: string;
let spool: string;
let base64: string;
let wrapped: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "properties-"));
  spool = join(folder, "answer");
  base64 = (await noisePng(40_000)).toString("base64");
  wrapped = (base64.match(/.{1,76}/g) ?? []).join("\n");
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => writeHead(spool, answerHead()));

/** The result of reading, with files replaced by their hashes. */
async function reading(body: string | Buffer, minRunChars?: number) {
  await writeFile(spool, body);
  const read = await readAnswer(spool, { dir: folder, minRunChars });
  if (read.kind === "failure") return { code: read.failure.code, words: read.failure.modelWords };
  const pictures = [];
  for (const { sources } of read.pictures) {
    for (const source of sources) {
      if (source.kind === "file") {
        pictures.push(
          createHash("sha256")
            .update(await readFile(source.path))
            .digest("hex"),
        );
      } else pictures.push(source);
    }
  }
  return { pictures, text: read.text };
}

async function clearFound() {
  for (const name of await readdir(folder)) {
    if (name.includes(".found-")) await rm(join(folder, name), { force: true });
  }
}

/** JSON in the spelling of other serializers. */
const escapes = [
  (json: string) => json,
  (json: string) => json.replaceAll("/", "\\/"),
  (json: string) => json.replaceAll("+", "\\u002b").replaceAll("=", "\\u003D"),
  (json: string) => `\uFEFF  ${json}\n\ndata: [DONE]\n\n`,
  (json: string) => `data: ${json}\n\n`,
];

test("a large picture reads the same from the text and from the disk, in every spelling", async () => {
  const expected = createHash("sha256").update(Buffer.from(base64, "base64")).digest("hex");
  const url = Buffer.from(base64, "base64").toString("base64url");
  const bodies = [
    { data: [{ b64_json: base64 }] },
    { data: [{ b64_json: wrapped }] },
    { data: [{ b64_json: url }] },
    { choices: [{ message: { content: `Here: ![a](data:image/png;base64,${base64})\nEnjoy!` } }] },
    { choices: [{ message: { content: `![a](data:image/png;base64,${wrapped})` } }] },
    { choices: [{ message: { content: base64 } }] },
    { choices: [{ message: { content: `data:image/png;base64,${encodeURIComponent(base64)}` } }] },
    { choices: [{ message: { content: `![a](data:image/png,${base64})` } }] },
    { choices: [{ message: { content: `data:image/png;base64${base64}` } }] },
    { choices: [{ message: { content: `data%3Aimage%2Fpng%3Bbase64%2C${base64}` } }] },
    { output: [{ type: "image_generation_call", result: base64 }] },
  ];
  for (const body of bodies) {
    for (const escape of escapes) {
      const text = escape(JSON.stringify(body));
      for (const minRunChars of [64, 16_384, 10_000_000]) {
        const read = await reading(text, minRunChars);
        expect(read.pictures, text.slice(0, 100)).toEqual([expected]);
      }
    }
  }
  await clearFound();
});

test("a picture is read at any offset, including across two reads of the file", async () => {
  const expected = createHash("sha256").update(Buffer.from(base64, "base64")).digest("hex");
  const start = '{"choices":[{"message":{"content":"';
  for (const before of [26, 24, 12, 8, 7, 6, 5, 1, 0]) {
    const words = "so. ".repeat(65_536).slice(0, 262_144 - before - start.length - 1);
    const read = await reading(`${start}${words} ${base64}"}}]}`);
    expect(read.pictures, `${before} bytes before the end`).toEqual([expected]);
  }
  await clearFound();
});

/** Fragments of real answers in any order: a harder input than random bytes. */
const fragment = fc.constantFrom(
  "![",
  "](",
  ")",
  '<img src="',
  '">',
  "data:image/png;base64,",
  "data:",
  "https://a.example/x.png",
  "[",
  "]",
  '{"choices":[{"message":{"content":"',
  '"}}]}',
  '{"data":[',
  '{"b64_json":"',
  '"},',
  "]}",
  "\\",
  '"',
  "\n\n",
  "event: x\n",
  "data: {",
  "[DONE]",
  "iVBORw0KGgoAAAA",
  "/9j/4AAQ",
  "\uE000",
  "\uE001",
  "。",
  "javascript:",
  "(",
  "<",
  '{"error":',
  "null",
  "\u0000",
  "é",
  "𝒳",
  "%3D",
  "%",
  "&amp;",
  "error",
  '{"type":"response.completed",',
  "\r\n",
);
const patchwork = fc.array(fc.oneof(fragment, fc.string({ maxLength: 10 })), { maxLength: 60 });

test("random combinations of fragments are read without an error, 10,000 times", () => {
  fc.assert(
    fc.property(patchwork, (pieces) => {
      const text = pieces.join("");
      const parsed = parseBody(text);
      const envelope = emptyEnvelope();
      for (const value of parsed.values) readEnvelope(value, envelope);
      foldEvents(parsed.values);
      for (const candidate of scanText(text, new Marks(), () => "")) {
        expect(candidate.value.length).toBeLessThanOrEqual(text.length);
      }
    }),
    { seed: SEED, numRuns: MEMORY_RUNS },
  );
}, 60_000);

test("arbitrary JSON is read without an error", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
      readEnvelope(value, emptyEnvelope());
      foldEvents([value]);
    }),
    { seed: SEED, numRuns: MEMORY_RUNS },
  );
}, 60_000);

test.each([
  ["nested brackets", "![".repeat(400_000)],
  ["links that never close", "[a](".repeat(200_000)],
  ["angle brackets", "![](<".repeat(200_000)],
  ["closing brackets", `https://a.example/${")".repeat(800_000)}`],
  ["image tags", "<img src=".repeat(100_000)],
  ["data URLs", "data:image/png;base64,".repeat(50_000)],
  ["base64 heads", "iVBORw0KGgo ".repeat(80_000)],
  ["addresses with foreign letters", "https://é".repeat(100_000)],
  ["deep JSON", "[".repeat(800_000)],
  ["quotes", '{"a":"'.repeat(100_000)],
  ["backslashes", `{"a":"${"\\\\".repeat(400_000)}`],
])(
  "a hostile megabyte of %s is read within the time limit",
  async (_name, text) => {
    // CPU time, not wall time, which depends on the load of the machine.
    const before = process.cpuUsage();
    await reading(JSON.stringify({ choices: [{ message: { content: text } }] }));
    await reading(text);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(5_000);
    await clearFound();
  },
  60_000,
);

const BODIES = [
  '{"choices":[{"message":{"content":"a \\" b \\\\"}}]}',
  '\uFEFF \n{"data":[{"b64_json":"iVBO\\/\\n"}],"usage":{"total_tokens":1}}',
  '{"a":1}\n{"data":[]}\n',
  'data: {"choices":[{"delta":{"content":"x"},"finish_reason":"stop"}]}\r\n\r\ndata: [DONE]\r\n\r\n',
  ': warm\n\nevent: image_generation.completed\ndata: {"type":"image_generation.completed","b64_json":"AAAA"}\n\n',
];

/** Cuts bytes at these offsets (modulo the length). */
function cutAt(bytes: Buffer, positions: number[]): Buffer[] {
  const cuts = [...new Set(positions.map((position) => position % (bytes.length + 1)))].toSorted(
    (a, b) => a - b,
  );
  const chunks: Buffer[] = [];
  let at = 0;
  for (const cut of [...cuts, bytes.length]) {
    chunks.push(bytes.subarray(at, cut));
    at = cut;
  }
  return chunks;
}

const positions = fc.array(fc.nat({ max: 10_000 }), { maxLength: 20 });

test("an answer ends at the same byte however it is split", () => {
  for (const body of BODIES) {
    const bytes = Buffer.from(body);
    fc.assert(
      fc.property(positions, (cuts) => {
        const end = new AnswerEnd();
        for (const chunk of cutAt(bytes, cuts)) end.push(chunk);
        expect(end.isWhole).toBe(true);
        // An answer cut inside a value is never whole.
        const half = new AnswerEnd();
        for (const chunk of cutAt(bytes.subarray(0, 12), cuts)) half.push(chunk);
        expect(half.isWhole).toBe(false);
      }),
      { seed: SEED, numRuns: 500 },
    );
  }
});

test("any split of a compressed or plain body decodes to the same bytes", async () => {
  const plain = Buffer.from(`{"data":[{"b64_json":"${(await png()).toString("base64")}"}]}`);
  for (const [body, encoding] of [
    [plain, undefined],
    [gzipSync(plain), "gzip"],
    [plain, "gzip"],
  ] as const) {
    await fc.assert(
      fc.asyncProperty(positions, async (cuts) => {
        async function* chunks() {
          for (const chunk of cutAt(body, cuts)) {
            await Promise.resolve();
            yield chunk;
          }
        }
        const decoded: Buffer[] = [];
        for await (const chunk of decodedBody(chunks(), encoding)) decoded.push(chunk);
        expect(Buffer.concat(decoded).equals(plain)).toBe(true);
      }),
      { seed: SEED, numRuns: 100 },
    );
  }
});

test("a secret is masked at any position and however the bytes are split", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), positions, (before, after, cuts) => {
      const secret = "the-secret-key";
      const mask = new SecretMask(secret);
      const chunks = cutAt(Buffer.from(before + secret + after), cuts);
      const passed = Buffer.concat([...chunks.flatMap((chunk) => mask.push(chunk)), mask.flush()]);
      expect(passed.toString()).toBe(before + "*".repeat(secret.length) + after);
    }),
    { seed: SEED, numRuns: 1_000 },
  );
});
