import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeAnswer } from "./answer-tree";
import { readAnswer } from "./read-answer";
import { SecretMask } from "../send/secret-mask";
import { writeHead } from "../send/spool";
import { answerHead } from "../send/spool.fixtures";

/** Stored fields of an answer must not contain the key, in any encoding. */
const KEY = "sk-own/key-4f7c91e2aa";
const FORMS = [
  KEY,
  KEY.replaceAll("-", "\\u002d"),
  KEY.replaceAll("/", "\\/"),
  KEY.replaceAll("-", "\\u002D").replaceAll("/", "\\/"),
  Buffer.from(KEY).toString("base64"),
  Buffer.from(`user:${KEY}`).toString("base64"),
  [...KEY].join(" "),
  encodeURIComponent(KEY),
];
const BARE = "4f7c91e2";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kept-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function spooled(body: string, status = 200): Promise<string> {
  const path = join(folder, crypto.randomUUID());
  await writeFile(path, body);
  await writeHead(path, answerHead({ status }));
  return path;
}

const isClean = (kept: unknown, form: string) => {
  const text = JSON.stringify(kept);
  expect(text).not.toContain(BARE);
  expect(text).not.toContain([...BARE].join(" "));
  const encoded = /^[A-Za-z\d]{16,}={0,2}$/.test(form) ? form.slice(4, 20) : null;
  if (encoded) expect(text).not.toContain(encoded);
};

test.each(FORMS)("the id and the names in usage hide the key written as %s", async (form) => {
  const body = `{"id":"chatcmpl-${form}","usage":{"total_tokens":3,"for_${form}":1},"choices":[{"message":{"content":"Which boat? ${form}"}}]}`;
  const read = await readAnswer(await spooled(body), { dir: folder, secrets: [KEY] });
  expect(read.upstreamId).toMatch(/^chatcmpl-.*\[hidden\]/);
  expect(read.usage).toMatchObject({ total_tokens: 3 });
  expect(Object.keys(read.usage ?? {})).toHaveLength(2);
  isClean(read, form);
});

test.each(FORMS)(
  "an error's words, code and filter reasons hide the key written as %s",
  async (form) => {
    const body = `{"error":{"message":"no ${form}","code":"c_${form}","metadata":{"flagged_input":"x","reasons":["r ${form}"]}}}`;
    const path = await spooled(body, 403);
    isClean(await readAnswer(path, { dir: folder, secrets: [KEY] }), form);
    isClean(await describeAnswer(path, [], 0, [KEY]), form);
  },
);

test.each(FORMS.filter((form) => !form.includes(" ")))(
  "the spool masks the key byte by byte, written as %s",
  (form) => {
    const mask = new SecretMask(KEY);
    const text = `{"a":"before ${form} after"}`;
    const passed = [...Buffer.from(text)].flatMap((byte) => mask.push(Buffer.from([byte])));
    const kept = Buffer.concat([...passed, mask.flush()]).toString();
    expect(kept).toHaveLength(text.length);
    expect(kept).toMatch(/^\{"a":"before .*\*{10,}.* after"\}$/);
    isClean(kept, form);
  },
);
