import { createOpenAI } from "@ai-sdk/openai";
import { DallEAPIWrapper } from "@langchain/openai";
import { generateImage } from "ai";
import type OpenAI from "openai";
import sharp from "sharp";
import type { ImageId } from "@/lib/contracts/ids";
import { makeToken, openAi } from "../fixtures/openai-compat";
import { picture, refusal, words } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";
import { png } from "../upstream/pictures";

// Published client packages with their default settings, against the running studio.

const model = "gpt-image-2-vip";
/** A model that accepts no size. */
const plain = "gpt-image-2-all";
const idOf = (address: string) => new URL(address).pathname.split("/")[4] as ImageId;
const data = (bytes: Buffer) => `data:image/png;base64,${bytes.toString("base64")}`;

test("the AI SDK's OpenAI provider makes pictures with a gpt-image name, from words and pictures", async ({
  studio,
}) => {
  const provider = createOpenAI({
    baseURL: `${studio.url}/v1`,
    apiKey: await makeToken(studio.api, ["generate"]),
  });
  const bytes = await png(1024, 1024, 71);
  studio.upstream.script([await picture(71, 1024, 1024)]);
  const made = await generateImage({
    model: provider.image(model),
    prompt: "A boat",
    size: "1024x1024",
  });
  expect(Buffer.from(made.image.uint8Array).equals(bytes)).toBe(true);
  expect(made.responses[0]?.headers).toMatchObject({
    "x-pentimento-size": 'asked="1024x1024", made="1:1"',
  });
  expect(made.providerMetadata["openai"]).toMatchObject({
    images: [expect.objectContaining({ size: "1024x1024", outputFormat: "png", quality: "high" })],
  });

  const webp = await generateImage({
    model: provider.image(model),
    prompt: "A boat",
    providerOptions: { openai: { outputFormat: "webp", outputCompression: 70, quality: "low" } },
  });
  expect((await sharp(webp.image.uint8Array).metadata()).format).toBe("webp");

  const edited = await generateImage({
    model: provider.image(model),
    prompt: { text: "Make it night", images: [bytes, await png(64, 64, 3)] },
  });
  expect(edited.images).toHaveLength(1);
  expect(studio.upstream.calls().at(-1)?.pictures).toBe(2);
  const masked = generateImage({
    model: provider.image(model),
    prompt: { text: "Make it night", images: [bytes], mask: bytes },
    maxRetries: 0,
  });
  await expect(masked).rejects.toThrow("masks are not supported");
});

test("LangChain's DallEAPIWrapper works with its default size, style and quality", async ({
  studio,
}) => {
  const settings = {
    apiKey: await makeToken(studio.api, ["generate"]),
    baseUrl: `${studio.url}/v1`,
  };
  const address: unknown = await new DallEAPIWrapper({ ...settings, model }).invoke("A boat");
  expect((await fetch(String(address))).status).toBe(200);
  const detail = await studio.api.call("images.detail", {
    params: { imageId: idOf(String(address)) },
  });
  expect(detail.settings).toMatchObject({ model, shape: "1:1" });

  // The client's default model no longer exists; such a name selects the studio's default.
  const untouched = new DallEAPIWrapper({ ...settings, dallEResponseFormat: "b64_json" });
  const base64: unknown = await untouched.invoke("A barn");
  expect((await sharp(Buffer.from(String(base64), "base64")).metadata()).format).toBe("png");
});

test("the openai package gets sizes, both response forms, formats, and the header", async ({
  studio,
}) => {
  const ai = openAi(studio.url, await makeToken(studio.api, ["generate"]));
  for (const [change, size] of [
    [{ model, size: "1536x1024" }, 'asked="1536x1024", made="3:2"'],
    [{ model, size: "2048x1152" }, 'asked="2048x1152", made="2048x1152"'],
    [{ model: plain, size: "768×1344" }, 'asked="768x1344", made="9:16"'],
    [{ model: plain }, 'asked="auto", made="3:2"'],
  ] as const) {
    const body = { prompt: "A quay", ...change } as OpenAI.ImageGenerateParamsNonStreaming;
    const { data: list, response } = await ai.images.generate(body).withResponse();
    expect(response.headers.get("x-pentimento-size")).toBe(size);
    const [item] = list.data ?? [];
    const shown = Buffer.from(await (await fetch(item?.url ?? "")).arrayBuffer());
    expect(shown.equals(Buffer.from(item?.b64_json ?? "", "base64"))).toBe(true);
    expect(list).toMatchObject({ output_format: "png", usage: { total_tokens: 0 } });
  }
  const jpeg = await ai.images.generate({
    model,
    prompt: "A quay",
    output_format: "jpeg",
    output_compression: 60,
    background: "opaque",
    moderation: "low",
  });
  expect(jpeg.output_format).toBe("jpeg");
  const shown = await fetch(jpeg.data?.[0]?.url ?? "");
  expect(shown.headers.get("content-type")).toBe("image/jpeg");
  const unsupported = { model, prompt: "A quay", background: "transparent" } as const;
  await expect(ai.images.generate(unsupported)).rejects.toMatchObject({
    status: 400,
    param: "background",
  });
});

test("pictures on generations, and JSON on edits, are sent as edits", async ({ studio }) => {
  const token = await makeToken(studio.api, ["generate"]);
  const [first, second] = [await png(64, 64, 11), await png(64, 64, 12)];
  const hung = studio.pictures.publish("/sketch.png", second);
  const post = async (path: string, body: object) => {
    const response = await fetch(`${studio.url}/v1/images/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ model, prompt: "Make it night", size: "2048x2048", ...body }),
    });
    expect(response.status).toBe(200);
    await response.arrayBuffer();
    return studio.upstream.calls().at(-1);
  };
  const raw = first.toString("base64");
  for (const [path, body, pictures] of [
    ["generations", { image: data(first) }, 1],
    ["generations", { image: [data(first), hung] }, 2],
    ["generations", { images: [{ image_url: raw }] }, 1],
    ["generations", { image_urls: [hung], reference_images: [data(first)] }, 2],
    ["generations", { input_references: [{ type: "image_url", image_url: { url: hung } }] }, 1],
    ["generations", { init_image: raw, mask: "", seed: 7 }, 1],
    ["edits", { images: [{ image_url: data(first) }, { image_url: ` ${hung} ` }] }, 2],
    ["edits", { image: raw, n: "", response_format: "" }, 1],
  ] as const) {
    expect(await post(path, body)).toMatchObject({ path: "/v1/images/edits", pictures });
  }
});

test("a photo stays in the chat until a picture has answered it", async ({ studio }) => {
  const ai = openAi(studio.url, await makeToken(studio.api, ["generate"]));
  const photo = await png(90, 160, 21);
  const messages: OpenAI.ChatCompletionMessageParam[] = [
    {
      role: "user",
      content: [
        { type: "image_url", image_url: { url: data(photo) } },
        { type: "text", text: "A portrait of this" },
      ],
    },
  ];
  studio.upstream.script([words("In which style?")]);
  const question = await ai.chat.completions.create({ model, messages });
  messages.push({ role: "assistant", content: question.choices[0]?.message.content ?? "" });
  messages.push({ role: "user", content: "Anime, please" });
  studio.upstream.script([refusal(401, { message: "bad key", code: "invalid_api_key" })]);
  await expect(ai.chat.completions.create({ model, messages })).rejects.toThrow(
    "Nothing was billed",
  );
  expect(studio.upstream.calls().at(-1)?.pictures).toBe(1);
  messages.push({ role: "user", content: "Try again" });
  const { data: made, response } = await ai.chat.completions
    .create({ model, messages })
    .withResponse();
  expect(response.headers.get("x-pentimento-size")).toBe('asked="auto", made="9:16"');
  expect(studio.upstream.calls().at(-1)?.pictures).toBe(1);
  messages.push(made.choices[0]?.message ?? { role: "assistant", content: "" });
  messages.push({ role: "user", content: "Make it night" });
  const night = await ai.chat.completions.create({ model, messages });
  const shown = /\((.+)\)$/.exec(night.choices[0]?.message.content ?? "")?.[1] ?? "";
  const { image } = await studio.api.call("images.detail", { params: { imageId: idOf(shown) } });
  expect(image.parentImageId).not.toBeNull();
  expect(studio.upstream.calls().at(-1)?.pictures).toBe(1);
});
