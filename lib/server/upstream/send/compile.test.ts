import { expect, test } from "vitest";
import { compileCall, type CompileInput, type PictureToSend } from "./compile";
import { PictureLostError } from "./bodies";
import { EARLIER_BUDGET_CHARS } from "./history";
import { loadProfiles } from "../profiles/profiles";

const [vip, all] = loadProfiles();
if (!vip || !all) throw new Error("two profiles are checked in");
/** The same model, configured to prefer chat. */
const onChat = { ...vip, preferredRoute: "chat" as const };

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

test("chat sends history as text, and pictures in the last user message only", async () => {
  const { text, length } = await bodyText({
    profile: onChat,
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

test.each(["chat", "images"] as const)(
  "a model without sizes gets the shape in its own wording by %s, whatever the prompt holds",
  async (preferredRoute) => {
    const prompt = "灯塔 $& {prompt} $1";
    const profile = { ...all, preferredRoute };
    const call = compileCall(input({ profile, shape: "9:16", prompt }));
    expect(call.preview.messages.at(-1)?.text).toBe(`竖屏 9:16，${prompt}`);
    expect(call.size).toBeNull();
    const { text } = await bodyText({ profile, shape: "9:16", prompt });
    expect(JSON.parse(text)).not.toHaveProperty("size");
    expect(call.preview.parameters).not.toHaveProperty("size");
  },
);

test("a model that prefers the images routes sends every turn there", async () => {
  expect(compileCall(input({ shape: "16:9" }))).toMatchObject({
    endpoint: "generations",
    path: "/images/generations",
  });
  const pictures = [picture("base", "base"), picture("ref", "reference")];
  const edit = compileCall(input({ shape: "16:9", prompt: "add a boat", pictures }));
  expect(edit).toMatchObject({ endpoint: "edits", path: "/images/edits", size: "2048x1152" });
  expect(edit.preview.messages).toEqual([
    {
      role: "user",
      text: "add a boat\n\n(Image 1 is the one to change; image 2 is a reference.)",
      pictures: [expect.anything(), expect.anything()],
    },
  ]);
});

test("a shape alone is sent as the pixels of the profile's default tier, never as auto", async () => {
  for (const [defaultTier, size] of [
    ["1K", "720x1280"],
    ["2K", "1152x2048"],
    ["4K", "2160x3840"],
  ] as const) {
    const profile = { ...vip, defaultTier };
    const { text } = await bodyText({ profile, shape: "9:16" });
    expect(JSON.parse(text)).toEqual({
      model: "gpt-image-2-vip",
      prompt: "a lighthouse",
      size,
      response_format: "b64_json",
    });
  }
  // No shape, no size.
  expect(JSON.parse((await bodyText({ shape: null })).text)).not.toHaveProperty("size");
});

test("exact pixels keep a call on the images routes; any other call may change route", () => {
  expect(compileCall(input({ shape: "1:1" })).otherRoute).toBe("chat");
  expect(compileCall(input({ shape: "1:1", route: "chat" })).otherRoute).toBe("generations");
  expect(compileCall(input({ shape: "1:1", exactSize: "2048x2048" })).otherRoute).toBeNull();
  const pinned = { ...vip, mayChangeRoute: false };
  expect(compileCall(input({ profile: pinned, shape: "1:1" })).otherRoute).toBeNull();
});

test("a model without an images route gets exact pixels over chat", () => {
  const chatOnly = { ...vip, endpoints: ["chat" as const] };
  const call = compileCall(input({ profile: chatOnly, shape: "1:1", exactSize: "2048x2048" }));
  expect(call).toMatchObject({ endpoint: "chat", size: null, otherRoute: null });
});

test("a call keeps its stored route as long as the model offers it", () => {
  const call = compileCall(input({ shape: "16:9", route: "chat" }));
  expect(call.endpoint).toBe("chat");
  expect(call.preview.messages.at(-1)?.text).toBe("a lighthouse, 16:9");
  const imagesOnly = { ...vip, endpoints: ["generations" as const, "edits" as const] };
  const moved = compileCall(input({ profile: imagesOnly, shape: "16:9", route: "chat" }));
  expect(moved.endpoint).toBe("generations");
});

test("a model without response forms gets no response_format, and its own picture field name", async () => {
  const profile = { ...vip, responseForms: [], imageField: "image[]" };
  expect(JSON.parse((await bodyText({ profile, shape: "1:1" })).text)).toEqual({
    model: "gpt-image-2-vip",
    prompt: "a lighthouse",
    size: "2048x2048",
  });
  const pictures = [picture("a", "base", "one"), picture("b", "reference", "two")];
  const body = await compileCall(input({ profile, shape: "1:1", pictures })).body();
  const chunks: Buffer[] = [];
  for await (const chunk of body.chunks()) chunks.push(chunk);
  const bytes = new Uint8Array(Buffer.concat(chunks));
  const form = await new Response(bytes, { headers: body.headers }).formData();
  expect([...form.keys()]).toEqual(["model", "prompt", "size", "image[]", "image[]"]);
});

test("an exact size goes to generations, or to edits with pictures, with a longer limit for 4K", async () => {
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

test("a thread of any length sends a bounded history of its newest instructions", () => {
  const earlierTurns = Array.from({ length: 500 }, (_, index) => ({
    instruction: `step ${index} ${"x".repeat(100)}`,
    reply: null,
  }));
  const { preview } = compileCall(input({ profile: onChat, earlierTurns }));
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

test("the model's question is part of the history, so that it can be answered", () => {
  const { preview } = compileCall(input({ profile: onChat, earlierTurns: asked, prompt: "red" }));
  expect(preview.messages.map(({ role, text }) => [role, text])).toEqual([
    ["user", "a boat"],
    ["assistant", "(picture made)"],
    ["user", "paint it"],
    ["assistant", "Which colour?"],
    ["user", "red"],
  ]);
});

test("the images routes put a bounded history before the prompt", () => {
  const earlierTurns = Array.from({ length: 500 }, (_, index) => ({
    instruction: `step ${index} ${"x".repeat(100)}`,
    reply: null,
  }));
  const { preview } = compileCall(input({ earlierTurns, shape: "1:1", prompt: "the last" }));
  const [message] = preview.messages;
  expect(message?.text).toMatch(/^Earlier instructions:\n- step \d+ x+\n/);
  expect(message?.text).toMatch(/- step 499 x+\n\nNow:\n\nthe last$/);
  expect(message?.text.length).toBeLessThan(EARLIER_BUDGET_CHARS + 500);
  expect(preview.earlierLeftOut).toBeGreaterThan(400);
});

test("a single-prompt endpoint gets the model's question, and finished turns listed as done", () => {
  const strict = { earlierTurns: asked, prompt: "red", exactSize: "2048x2048" };
  const edit = compileCall(input({ ...strict, pictures: [picture("base", "base")] }));
  expect(edit.preview.messages[0]?.text).toBe(
    "Image 1 already follows these earlier instructions. Keep to them, and do not apply them again:\n- a boat\n\nEarlier instructions:\n- paint it\n  (You answered: Which colour?)\n\nNow:\n\nred",
  );
  const recompiled = compileCall(input(strict));
  expect(recompiled.preview.messages[0]?.text).toContain("- a boat\n- paint it\n");
});

test("a long reply counts towards the budget like a long instruction", () => {
  const earlierTurns = Array.from({ length: 10 }, () => ({
    instruction: "step",
    reply: "y".repeat(5_000),
  }));
  const { preview } = compileCall(input({ profile: onChat, earlierTurns }));
  const history = preview.messages.slice(0, -1);
  const chars = history.reduce((sum, { text }) => sum + text.length, 0);
  expect(chars).toBeLessThanOrEqual(EARLIER_BUDGET_CHARS);
  expect(history.length).toBeGreaterThan(2);
});

test("the preview shows the pictures in the last message only", () => {
  const call = compileCall(
    input({
      profile: onChat,
      earlierTurns: [{ instruction: "a lighthouse", reply: null }],
      pictures: [picture("base", "base")],
    }),
  );
  expect(call.preview.messages.map(({ pictures }) => pictures.length)).toEqual([0, 0, 1]);
});

test("the preview lists pictures without their bytes", () => {
  const { preview } = compileCall(input({ pictures: [picture("img_1", "base")] }));
  expect(preview.messages.at(-1)?.pictures).toEqual([
    { imageId: "img_1", label: "img_1", media: "image/png", bytes: 4, width: 4, height: 3 },
  ]);
  expect(JSON.stringify(preview)).not.toContain("base64,");
});

test("a picture that cannot be read fails before anything is sent", async () => {
  const lost = { ...picture("gone", "reference"), read: () => Promise.reject(new Error("ENOENT")) };
  await expect(compileCall(input({ pictures: [lost] })).body()).rejects.toThrow(PictureLostError);
});

test("more pictures than the profile allows are refused", () => {
  const pictures = Array.from({ length: 17 }, (_, index) => picture(`i${index}`, "reference"));
  expect(() => compileCall(input({ pictures }))).toThrow(RangeError);
});
