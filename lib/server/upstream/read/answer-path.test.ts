import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AnswerNode, AnswerPath } from "@/lib/contracts/answers";
import { png } from "@/e2e/upstream/pictures";
import { valuesAt } from "./answer-path";
import { describeAnswer } from "./answer-tree";
import { checkPictureFile } from "./picture-file";
import { readAnswer } from "./read-answer";
import { writeHead } from "../send/spool";
import { answerHead } from "@/lib/server/upstream/send/spool.fixtures";

let dir: string;
let count = 0;
let picture: Buffer;
let other: Buffer;

beforeAll(async () => {
  dir = await mkdtemp(join(os.tmpdir(), "answer-path-"));
  picture = await png(64, 48, 20);
  other = await png(48, 64, 200);
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function spool(body: string): Promise<string> {
  const path = join(dir, `answer-${(count += 1)}`);
  await writeFile(path, body);
  await writeHead(path, answerHead({ bytes: body.length }));
  return path;
}

/** Reads at these paths: sizes of images, addresses unchanged, or the failure code. */
async function readAt(body: unknown, ...paths: AnswerPath[]): Promise<string[]> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const answer = await readAnswer(await spool(text), { paths });
  if (answer.kind === "failure") return [answer.failure.code];
  const found: string[] = [];
  for (const { sources } of answer.pictures) {
    const [source] = sources;
    if (source?.kind === "url") found.push(source.url);
    else if (source?.kind === "file") {
      const checked = await checkPictureFile(source.path);
      found.push(checked.ok ? `${checked.width}x${checked.height}` : checked.problem);
    } else found.push(source?.code ?? "nothing");
  }
  return found;
}

test("a path follows keys and indexes, and * matches every list item", () => {
  const root = { out: [{ pic: "a" }, { pic: "b" }, { other: 1 }], "*": "key" };
  expect(valuesAt(root, ["out", 1, "pic"])).toEqual(["b"]);
  expect(valuesAt(root, ["out", "*", "pic"])).toEqual(["a", "b"]);
  expect(valuesAt(root, ["*"])).toEqual(["key"]);
  expect(valuesAt(root, [])).toEqual([root]);
  for (const path of [["out", 3], ["out", "0"], ["gone"], [0], ["out", 0, "pic", 0], ["toString"]])
    expect(valuesAt(root, path)).toEqual([]);
});

test("a value at the path is read as a picture in any form", async () => {
  const base64 = picture.toString("base64");
  const body = {
    plate: { ink: base64 },
    url: { here: "https://pictures.example/a" },
    label: `data:image/png;base64,${base64}`,
    words: `It is ready: ![plate](https://pictures.example/b.png) – enjoy`,
    bare: `image/png;base64,${base64}`,
    object: { b64_json: base64 },
    all: [{ ink: base64 }, { ink: other.toString("base64") }],
    wrapped: base64.replace(/.{76}/g, "$&\n"),
  };
  expect(await readAt(body, ["plate", "ink"])).toEqual(["64x48"]);
  expect(await readAt(body, ["url", "here"])).toEqual(["https://pictures.example/a"]);
  expect(await readAt(body, ["label"])).toEqual(["64x48"]);
  expect(await readAt(body, ["words"])).toEqual(["https://pictures.example/b.png"]);
  expect(await readAt(body, ["bare"])).toEqual(["64x48"]);
  expect(await readAt(body, ["object"])).toEqual(["64x48"]);
  expect(await readAt(body, ["wrapped"])).toEqual(["64x48"]);
  expect(await readAt(body, ["all", "*", "ink"])).toEqual(["64x48", "48x64"]);
});

test("the first path that matches anything counts; text or no match gives no picture", async () => {
  const body = { a: "just words", b: 7, ink: picture.toString("base64") };
  expect(await readAt(body, ["gone"], ["ink"])).toEqual(["64x48"]);
  expect(await readAt(body, ["gone"])).toEqual(["malformed_response"]);
  expect(await readAt(body, ["a"], ["b"])).toEqual(["malformed_response"]);
});

test("paths work for large values, events, several values and plain text", async () => {
  const large = await png(900, 700, 90);
  const base64 = large.toString("base64");
  expect(await readAt({ deep: { ink: base64 } }, ["deep", "ink"])).toEqual(["900x700"]);
  const events = `data: {"step":1}\n\ndata: {"ink":"${picture.toString("base64")}"}\n\n`;
  expect(await readAt(events, ["*", "ink"])).toEqual(["64x48"]);
  expect(await readAt(`{"a":1}\n{"ink":"${picture.toString("base64")}"}`, [1, "ink"])).toEqual([
    "64x48",
  ]);
  expect(await readAt(`PICTURE https://pictures.example/c.png`, [])).toEqual([
    "https://pictures.example/c.png",
  ]);
});

async function describe(body: unknown, at: AnswerPath = [], from = 0) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const part = await describeAnswer(await spool(text), at, from, ["a-key-of-ours"]);
  if (part === null) throw new Error("there is nothing there");
  return part;
}

function entryOf(node: AnswerNode, key: string | number): AnswerNode {
  if (node.kind !== "object" && node.kind !== "list") throw new Error("no entries");
  const entry = node.entries.find((one) => one.key === key);
  if (!entry) throw new Error(`no ${key}`);
  return entry.node;
}

test("base64 is summarized, whatever its size; keys and addresses in it are redacted", async () => {
  const large = Buffer.concat([picture, Buffer.alloc(3_000_000, 7)]).toString("base64");
  const part = await describe({
    ink: large,
    label: `data:image/webp;base64,${large}`,
    at: "https://pictures.example/a?token=abcdefghij",
    say: "Note: done, with a-key-of-ours at 10.0.0.5",
    n: 1.5,
    none: null,
  });
  expect(JSON.stringify(part).length).toBeLessThan(2_000);
  expect(entryOf(part.node, "ink")).toMatchObject({
    looks: "base64",
    text: "",
    media: "image/png",
    chars: large.length,
  });
  expect(entryOf(part.node, "label")).toMatchObject({ looks: "data-url", media: "image/png" });
  expect(entryOf(part.node, "at")).toMatchObject({ looks: "address" });
  expect(entryOf(part.node, "say")).toMatchObject({
    looks: "words",
    text: "Note: done, with [hidden] at [internal address]",
  });
  expect(JSON.stringify(part)).not.toContain("abcdefghij");
  expect(entryOf(part.node, "none")).toEqual({ kind: "plain", text: "null" });
});

test("a huge answer is described in parts, each by its path", async () => {
  const rows = Array.from({ length: 2_000 }, (_, index) => ({
    index,
    say: "ink on paper, ".repeat(200),
  }));
  const part = await describe({ rows, end: 1 });
  expect(JSON.stringify(part).length).toBeLessThan(100_000);
  const list = entryOf(part.node, "rows");
  expect(list).toMatchObject({ kind: "list", size: 2_000 });
  const later = await describe({ rows, end: 1 }, ["rows"], 1_990);
  expect(later.node).toMatchObject({ size: 2_000 });
  expect(entryOf(later.node, 1_999)).toMatchObject({ kind: "object" });
  const one = await describe({ rows }, ["rows", 17, "say"]);
  expect(one.node).toMatchObject({ kind: "text", chars: 2_800 });
  expect(one.node.kind === "text" && one.node.text.length).toBe(2_000);
  await expect(describe({ rows }, ["rows", 9_999])).rejects.toThrow("nothing there");
});
