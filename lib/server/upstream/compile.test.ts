import { expect, test } from "vitest";
import { compileCall, type CompileInput, type PictureToSend } from "./compile";
import { PictureLostError } from "./bodies";
import { EARLIER_BUDGET_CHARS } from "./history";
import { loadProfiles } from "./profiles";

const [vip, all] = loadProfiles();
if (!vip || !all) throw new Error("two profiles are checked in");

const picture = (imageId: string, role: PictureToSend["role"], bytes = "abcd"): PictureToSend => ({
  imageId,
  label: imageId,
  role,
  media: "image/png",
  byteLength: bytes.length,
  width: 4,
  height: 3,
  read: () => Promise.resolve(Buffer.from(bytes)),
});

const input = (over: Partial<CompileInput> = {}): CompileInput => ({
  profile: vip,
  systemInstruction: null,
  earlierTurns: [],
  prompt: "a lighthouse",
  shape: null,
  exactSize: null,
  temperature: null,
  pictures: [],
  ...over,
});

async function bodyText(over: Partial<CompileInput>): Promise<{ text: string; length: number }> {
  const body = await compileCall(input(over)).body();
  const chunks: Buffer[] = [];
  for await (const chunk of body.chunks()) chunks.push(chunk);
  return { text: Buffer.concat(chunks).toString(), length: Number(body.headers["content-length"]) };
}

test("chat carries history as text and pictures in the last user message alone", async () => {
  const { text, length } = await bodyText({
    systemInstruction: "Oil paint only.",
    earlierTurns: [
      { instruction: "a lighthouse", reply: null },
      { instruction: "make it night", reply: null },
    ],
    prompt: "add a boat",
    shape: "16:9",
    temperature: 0.5,
    pictures: [picture("base", "base"), picture("ref", "reference", "xyz")],
  });
  expect(Buffer.byteLength(text)).toBe(length);
  const body = JSON.parse(text) as Record<string, unknown> & {
    messages: { role: string; content: unknown }[];
  };
  expect(body).toMatchObject({ model: "gpt-image-2-vip", stream: false, temperature: 0.5 });
  expect(body).not.toHaveProperty("n");
  expect(body).not.toHaveProperty("size");
  expect(body.messages.map(({ role }) => role)).toEqual([
    "system",
    "user",
    "assistant",
    "user",
    "assistant",
    "user",
  ]);
  expect(body.messages.at(-1)?.content).toEqual([
    {
      type: "text",
      text: "add a boat, 16:9\n\n(Image 1 is the one to change; image 2 is a reference.)",
    },
    { type: "image_url", image_url: { url: "data:image/png;base64,YWJjZA==" } },
    { type: "image_url", image_url: { url: "data:image/png;base64,eHl6" } },
  ]);
});

test("the shape is asked for in the model's own wording, whatever the prompt holds", () => {
  const prompt = "灯塔 $& {prompt} $1";
  const call = compileCall(input({ profile: all, shape: "9:16", prompt }));
  expect(call.preview.messages.at(-1)?.text).toBe(`竖屏 9:16，${prompt}`);
});

test("an exact size goes to generations, and to edits with pictures, and waits longer for 4K", async () => {
  const generation = compileCall(input({ exactSize: "3840x2160", shape: "16:9" }));
  expect(generation).toMatchObject({ endpoint: "generations", is4K: true, timeLimitMs: 360_000 });
  const { text } = await bodyText({ exactSize: "2048x2048", systemInstruction: "Oil." });
  expect(JSON.parse(text)).toEqual({
    model: "gpt-image-2-vip",
    prompt: "Oil.\n\na lighthouse",
    size: "2048x2048",
    response_format: "b64_json",
  });
  const edit = compileCall(input({ exactSize: "2048x2048", pictures: [picture("base", "base")] }));
  expect(edit).toMatchObject({ endpoint: "edits", path: "/images/edits", timeLimitMs: 300_000 });
});

test("edits repeat the field image, in order, with an exact length", async () => {
  const call = compileCall(
    input({
      exactSize: "2048x2048",
      pictures: [picture("a", "base", "one"), picture("b", "reference", "two")],
    }),
  );
  const body = await call.body();
  const chunks: Buffer[] = [];
  for await (const chunk of body.chunks()) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  expect(bytes.length).toBe(Number(body.headers["content-length"]));
  const form = await new Response(new Uint8Array(bytes), { headers: body.headers }).formData();
  const files = form.getAll("image") as File[];
  expect(await Promise.all(files.map((file) => file.text()))).toEqual(["one", "two"]);
  expect(form.get("response_format")).toBe("b64_json");
  expect(form.has("n")).toBe(false);
});

test("a thread of any length sends a bounded history, the newest instructions of it", () => {
  const earlierTurns = Array.from({ length: 500 }, (_, index) => ({
    instruction: `step ${index} ${"x".repeat(100)}`,
    reply: null,
  }));
  const { preview } = compileCall(input({ earlierTurns }));
  const history = preview.messages.slice(0, -1).filter(({ role }) => role === "user");
  expect(history.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(
    EARLIER_BUDGET_CHARS,
  );
  expect(history.at(-1)?.text).toContain("step 499 ");
  expect(preview.earlierLeftOut).toBe(500 - history.length);
  expect(history.length).toBeGreaterThan(50);
});

const asked = [
  { instruction: "a boat", reply: null },
  { instruction: "paint it", reply: "Which colour?" },
];

test("a question of the model is part of what came before, so that it can be answered", () => {
  const { preview } = compileCall(input({ earlierTurns: asked, prompt: "red" }));
  expect(preview.messages.map(({ role, text }) => [role, text])).toEqual([
    ["user", "a boat"],
    ["assistant", "(picture made)"],
    ["user", "paint it"],
    ["assistant", "Which colour?"],
    ["user", "red"],
  ]);
});

test("an endpoint of one prompt is told of the question, and not of what the base picture shows", () => {
  const strict = { earlierTurns: asked, prompt: "red", exactSize: "2048x2048" };
  const edit = compileCall(input({ ...strict, pictures: [picture("base", "base")] }));
  expect(edit.preview.messages[0]?.text).toBe(
    "Earlier instructions:\n- paint it\n  (You answered: Which colour?)\n\nNow:\n\nred",
  );
  const anew = compileCall(input(strict));
  expect(anew.preview.messages[0]?.text).toContain("- a boat\n- paint it\n");
});

test("a long reply counts towards the budget like a long instruction", () => {
  const earlierTurns = Array.from({ length: 10 }, () => ({
    instruction: "step",
    reply: "y".repeat(5_000),
  }));
  const { preview } = compileCall(input({ earlierTurns }));
  const history = preview.messages.slice(0, -1);
  const chars = history.reduce((sum, { text }) => sum + text.length, 0);
  expect(chars).toBeLessThanOrEqual(EARLIER_BUDGET_CHARS);
  expect(history.length).toBeGreaterThan(2);
});

test("the preview names pictures and holds none of their bytes", () => {
  const { preview } = compileCall(input({ pictures: [picture("img_1", "base")] }));
  expect(preview.messages.at(-1)?.pictures).toEqual([
    { imageId: "img_1", label: "img_1", media: "image/png", bytes: 4, width: 4, height: 3 },
  ]);
  expect(JSON.stringify(preview)).not.toContain("base64,");
});

test("a picture that cannot be read is known before anything is sent", async () => {
  const lost = { ...picture("gone", "reference"), read: () => Promise.reject(new Error("ENOENT")) };
  await expect(compileCall(input({ pictures: [lost] })).body()).rejects.toThrow(PictureLostError);
});

test("more pictures than the profile takes are refused", () => {
  const pictures = Array.from({ length: 17 }, (_, index) => picture(`i${index}`, "reference"));
  expect(() => compileCall(input({ pictures }))).toThrow(RangeError);
});
