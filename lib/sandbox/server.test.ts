import { afterAll, beforeAll, expect, test, vi } from "vitest";
import sharp from "sharp";
import { z } from "zod";
import { type Sandbox, startSandbox } from "./server";

// Painting is the processor's work, and test machines are busy.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const KEY = "sandbox-test-key";
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ apiKey: KEY, latency: { minMs: 0, maxMs: 0 } });
});
afterAll(() => sandbox.close());

const chatSchema = z.object({
  id: z.string(),
  object: z.literal("chat.completion"),
  model: z.string(),
  choices: z
    .array(
      z.object({
        index: z.literal(0),
        message: z.object({ role: z.literal("assistant"), content: z.string() }),
        finish_reason: z.literal("stop"),
      }),
    )
    .length(1),
  usage: z.object({ total_tokens: z.int() }),
});
const imagesSchema = z.object({
  data: z
    .array(z.union([z.strictObject({ url: z.url() }), z.strictObject({ b64_json: z.string() })]))
    .length(1),
  created: z.int(),
  usage: z.object({ input_tokens: z.int(), output_tokens: z.int(), total_tokens: z.int() }),
});
const errorSchema = z.object({
  error: z.object({
    message: z.string(),
    type: z.string(),
    param: z.string().nullable(),
    code: z.string().nullable(),
  }),
});

function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(`${sandbox.baseUrl}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

const chat = (model: string, content: unknown, before: unknown[] = []) =>
  post("/chat/completions", {
    model,
    stream: false,
    messages: [...before, { role: "user", content }],
  });

async function pictureOfChat(answer: Response): Promise<Buffer> {
  const { choices } = chatSchema.parse(await answer.json());
  const url = /^!\[image\]\((\S+)\)\n\n$/u.exec(choices[0]?.message.content ?? "")?.[1];
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/files\/[\w-]+\.png$/u);
  const file = await fetch(url ?? "");
  expect(file.headers.get("content-type")).toBe("image/png");
  return Buffer.from(await file.arrayBuffer());
}

async function sizeOf(bytes: Buffer) {
  const { format, width, height } = await sharp(bytes).metadata();
  return { format, width, height };
}

const asJpeg = async (png: Buffer) =>
  `data:image/jpeg;base64,${(await sharp(png).resize(1000).jpeg({ quality: 80 }).toBuffer()).toString("base64")}`;

/** How far two pictures differ, 0-255, looked at from afar. */
async function difference(one: Buffer, other: Buffer): Promise<number> {
  const print = (bytes: Buffer) =>
    sharp(bytes).resize(32, 32, { fit: "fill" }).removeAlpha().raw().toBuffer();
  const [a, b] = await Promise.all([print(one), print(other)]);
  return a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length;
}

test("-all answers chat with Markdown and a URL, at the size the prompt words", async () => {
  const answer = await chat("gpt-image-2-all", "横版 16:9，黄昏海边的老灯塔");
  expect(answer.status).toBe(200);
  expect(await sizeOf(await pictureOfChat(answer))).toEqual({
    format: "png",
    width: 1672,
    height: 941,
  });
});

/** Which of its forms `-vip` answered in, and the picture. */
async function vipAnswer(prompt: string, before: unknown[] = []) {
  const body: unknown = await (await chat("gpt-image-2-vip", prompt, before)).json();
  const [picture] = imagesSchema.safeParse(body).data?.data ?? [];
  if (picture && "url" in picture) {
    const file = await fetch(picture.url);
    return { form: "url", bytes: Buffer.from(await file.arrayBuffer()) };
  }
  if (picture) return { form: "b64_json", bytes: Buffer.from(picture.b64_json, "base64") };
  const [head, base64 = ""] = chatSchema.parse(body).choices[0]?.message.content.split(",") ?? [];
  expect(head).toBe("data:image/png;base64");
  return { form: "data", bytes: Buffer.from(base64, "base64") };
}

test.each([
  ["old lighthouse, 3:2", "url"],
  ["a lake, 3:2", "b64_json"],
  ["snow, 3:2", "data"],
])("-vip answers chat in more than one form: %s as %s", async (prompt, form) => {
  const answer = await vipAnswer(prompt);
  expect(answer.form).toBe(form);
  expect(await sizeOf(answer.bytes)).toMatchObject({ width: 1280, height: 848 });
});

test("a prompt with a seed always gives the same picture in the same form", async () => {
  const first = await vipAnswer("a lake, 3:2 #seed 7");
  const again = await vipAnswer("a lake, 3:2 #seed 7");
  expect(again.form).toBe(first.form);
  expect(again.bytes.equals(first.bytes)).toBe(true);
});

test("K01: a missing or wrong key answers 401 in the relay's words", async () => {
  const missing = await post("/chat/completions", {}, { authorization: "" });
  expect(missing.status).toBe(401);
  const { error } = errorSchema.parse(await missing.json());
  expect(error).toMatchObject({ type: "shell_api_error", param: "", code: null });
  expect(error.message).toContain("未提供令牌 (request id: ");
  const wrong = await post("/chat/completions", {}, { authorization: "Bearer no" });
  expect(wrong.status).toBe(401);
  expect(errorSchema.parse(await wrong.json()).error.message).toContain("无效的令牌");
});

test("K06: a size with the multiplication sign is refused", async () => {
  const answer = await post("/images/generations", {
    model: "gpt-image-2-vip",
    prompt: "a cat",
    size: "2048×1152",
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toEqual({
    error: {
      message: "size format invalid: 2048×1152",
      type: "invalid_request_error",
      param: "size",
      code: null,
    },
  });
});

test("K09: -all looks at pictures in the last user message only, -vip in history too", async () => {
  const first = await pictureOfChat(await chat("gpt-image-2-all", "1:1，a lake at noon #seed 3"));
  const history = [
    {
      role: "user",
      content: [
        { type: "text", text: "a lake" },
        { type: "image_url", image_url: { url: await asJpeg(first) } },
      ],
    },
    { role: "assistant", content: "(picture made)" },
  ];
  const fresh = await pictureOfChat(
    await chat("gpt-image-2-all", "add a sailboat #seed 4", history),
  );
  expect(await sizeOf(fresh)).toMatchObject({ width: 1536, height: 1024 });
  const { bytes } = await vipAnswer("add a sailboat #seed 4", history);
  expect(await sizeOf(bytes)).toMatchObject({ width: 1254, height: 1254 });
});

test("K10: n = 3 gives one picture, and -all ignores size", async () => {
  const answer = await post("/images/generations", {
    model: "gpt-image-2-all",
    prompt: "old lighthouse, 1:1",
    size: "2048x1152",
    n: 3,
    response_format: "url",
  });
  const [picture] = imagesSchema.parse(await answer.json()).data;
  const url = picture && "url" in picture ? picture.url : "";
  expect(await sizeOf(Buffer.from(await (await fetch(url)).arrayBuffer()))).toMatchObject({
    width: 1254,
    height: 1254,
  });
});

test("five turns of refining keep the scene, even after the client re-encodes the picture", async () => {
  let picture = await pictureOfChat(
    await chat("gpt-image-2-all", "3:2 尺寸，an old lighthouse by the sea at noon #seed 11"),
  );
  const first = picture;
  const refine = async (text: string) => {
    const before = picture;
    picture = await pictureOfChat(
      await chat("gpt-image-2-all", [
        { type: "text", text },
        { type: "image_url", image_url: { url: await asJpeg(picture) } },
      ]),
    );
    expect(await sizeOf(picture)).toMatchObject({ width: 1536, height: 1024 });
    return difference(before, picture);
  };
  expect(await refine("make it night")).toBeGreaterThan(30);
  const added = await refine("add a sailboat on the left");
  expect(added).toBeGreaterThan(0.05);
  expect(added).toBeLessThan(6);
  // The moon takes its light along.
  expect(await refine("remove the moon")).toBeLessThan(18);
  expect(await refine("换成白天，去掉船")).toBeGreaterThan(30);
  // Day brings the sun back, and all stands where it stood at first.
  expect(await difference(first, picture)).toBeLessThan(9);
  expect(await refine("turn it into a watercolour")).toBeGreaterThan(3);
});

test("an instruction sent before its picture arrived keeps the scene, too", async () => {
  const asked = "an old windmill in a meadow at noon";
  const first = await pictureOfChat(await chat("gpt-image-2-all", `3:2 尺寸，${asked}`));
  const night = "3:2 尺寸，make it night";
  const refined = await pictureOfChat(
    await chat("gpt-image-2-all", [
      { type: "text", text: night },
      { type: "image_url", image_url: { url: await asJpeg(first) } },
    ]),
  );
  const history = [
    { role: "user", content: asked },
    { role: "assistant", content: "(picture made)" },
  ];
  const early = await pictureOfChat(await chat("gpt-image-2-all", night, history));
  expect(await difference(refined, early)).toBeLessThan(6);
  const elsewhere = "3:2 尺寸，a harbour at night";
  const other = await pictureOfChat(await chat("gpt-image-2-all", elsewhere, history));
  expect(await difference(refined, other)).toBeGreaterThan(9);
});

test("edits accept repeated images and answer in the requested form", async () => {
  const photo = await sharp({
    create: { width: 600, height: 400, channels: 3, background: "#4a7a9a" },
  })
    .jpeg()
    .toBuffer();
  const form = new FormData();
  form.set("model", "gpt-image-2-vip");
  form.set("prompt", "make it black and white");
  form.set("size", "1280x848");
  form.set("response_format", "b64_json");
  form.append("image", new Blob([new Uint8Array(photo)], { type: "image/jpeg" }), "one.jpg");
  form.append("image", new Blob([new Uint8Array(photo)], { type: "image/jpeg" }), "two.jpg");
  const answer = await fetch(`${sandbox.baseUrl}/images/edits`, {
    method: "POST",
    headers: { authorization: `Bearer ${KEY}` },
    body: form,
  });
  const [picture] = imagesSchema.parse(await answer.json()).data;
  const bytes = Buffer.from(picture && "b64_json" in picture ? picture.b64_json : "", "base64");
  expect(await sizeOf(bytes)).toMatchObject({ width: 1280, height: 848 });
  const { channels } = await sharp(bytes).stats();
  expect(Math.abs((channels[0]?.mean ?? 0) - (channels[2]?.mean ?? 255))).toBeLessThan(2);
});

test("bad input is refused in OpenAI's error format", async () => {
  for (const [path, body, status] of [
    ["/chat/completions", "{", 400],
    ["/chat/completions", { model: "gpt-image-2-all", messages: [] }, 400],
    [
      "/chat/completions",
      { model: "gpt-image-2-all", stream: true, messages: [{ role: "user", content: "a cat" }] },
      400,
    ],
    [
      "/chat/completions",
      {
        model: "gpt-image-2-all",
        messages: [
          {
            role: "user",
            content: [{ type: "image_url", image_url: { url: "https://example.com/a.png" } }],
          },
        ],
      },
      400,
    ],
    [
      "/chat/completions",
      {
        model: "gpt-image-2-all",
        messages: [
          {
            role: "user",
            content: [
              {
                type: "image_url",
                image_url: { url: "data:image/png;base64,bm90IGEgcGljdHVyZQ==" },
              },
            ],
          },
        ],
      },
      400,
    ],
    [
      "/images/generations",
      { model: "gpt-image-2-vip", prompt: "a cat", response_format: "jpeg" },
      400,
    ],
    ["/images/generations", { model: "dall-e-9", prompt: "a cat" }, 503],
    ["/images/edits", "not a form", 400],
    ["/nothing", {}, 404],
  ] as const) {
    const answer = await post(path, body);
    expect(answer.status).toBe(status);
    errorSchema.parse(await answer.json());
  }
});

test("directives in the prompt refuse, ask and fail", async () => {
  const refused = chatSchema.parse(await (await chat("gpt-image-2-vip", "a cat #refuse")).json());
  expect(refused.choices[0]?.message.content).toContain("I can't help with that");
  const asked = chatSchema.parse(await (await chat("gpt-image-2-all", "a cat #ask")).json());
  expect(asked.choices[0]?.message.content).toContain("?");
  expect((await chat("gpt-image-2-all", "a cat #fail 502")).status).toBe(502);
  const gateway = await chat("gpt-image-2-all", "a cat #fail 504");
  expect([gateway.status, gateway.headers.get("content-type")]).toEqual([
    504,
    "text/html; charset=utf-8",
  ]);
  const strict = await post("/images/generations", {
    model: "gpt-image-2-vip",
    prompt: "a cat #refuse",
  });
  expect([strict.status, errorSchema.parse(await strict.json()).error.code]).toEqual([
    400,
    "moderation_blocked",
  ]);
});

test("a model from a custom profile is served as its profile describes", async () => {
  const models = [{ id: "house-brush", isExact: true, seesHistory: false }];
  const other = await startSandbox({ apiKey: KEY, latency: { minMs: 0, maxMs: 0 }, models });
  try {
    const ask = async (model: string, size: string) => {
      const answer = await fetch(`${other.baseUrl}/images/generations`, {
        method: "POST",
        headers: { authorization: `Bearer ${KEY}` },
        body: JSON.stringify({ model, size, prompt: "a cat #refuse" }),
      });
      return errorSchema.parse(await answer.json()).error;
    };
    expect((await ask("house-brush", "1280x1280")).code).toBe("moderation_blocked");
    expect((await ask("house-brush", "1280×1280")).param).toBe("size");
    expect((await ask("gpt-image-2-vip", "1280x1280")).code).toBe("model_not_found");
  } finally {
    await other.close();
  }
});

test("the sandbox keeps working after a client disconnects", async () => {
  const caller = new AbortController();
  const hung = fetch(`${sandbox.baseUrl}/chat/completions`, {
    method: "POST",
    signal: caller.signal,
    headers: { authorization: `Bearer ${KEY}` },
    body: JSON.stringify({
      model: "gpt-image-2-all",
      messages: [{ role: "user", content: "a lake #slow 60s" }],
    }),
  });
  // A second call is only painted once the first has been taken up.
  const next = chat("gpt-image-2-all", "a lake");
  await pictureOfChat(await next);
  caller.abort();
  await expect(hung).rejects.toThrow("abort");
  const models = await fetch(`${sandbox.baseUrl}/models`, {
    headers: { authorization: `Bearer ${KEY}` },
  });
  expect(await models.json()).toMatchObject({
    object: "list",
    data: [{ id: "gpt-image-2-vip" }, { id: "gpt-image-2-all" }],
  });
});
