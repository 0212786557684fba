import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateImage, generateText } from "ai";
import OpenAI, { toFile } from "openai";
import type { ImageId, ThreadId } from "@/lib/contracts/ids";
import { makeToken, openAi, shownIn } from "../fixtures/openai-compat";
import { picture, refusal } from "../fixtures/answers";
import { expect, test } from "../fixtures/test";
import { png } from "../upstream/pictures";

// Programs that know only OpenAI's API: their own clients over HTTP against the running app.

const model = "gpt-image-2-vip";
const user = (content: string) => ({ role: "user" as const, content });

/** The image id in one of this studio's addresses. */
const idOf = (address: string) => new URL(address).pathname.split("/")[4] as ImageId;

test.describe("OpenAI's own client", () => {
  test("chat answers a picture in the day's thread, at an address that needs no account", async ({
    studio,
  }) => {
    const ai = openAi(studio.url, await makeToken(studio.api, ["generate"], "Postcards"));
    const { data, response } = await ai.chat.completions
      .create({ model, messages: [{ role: "system", content: "Flat." }, user("A [red] boat")] })
      .withResponse();
    expect(data).toMatchObject({ object: "chat.completion", model });
    const address = shownIn(data.choices[0]?.message.content);
    const shown = await fetch(address);
    expect(shown.status).toBe(200);
    expect(shown.headers.get("content-type")).toBe("image/png");
    expect((await fetch(address.slice(0, -2))).status).toBe(404);

    const threadId = response.headers.get("x-pentimento-thread") as ThreadId;
    const page = await studio.api.page(threadId);
    expect(page.thread.title).toMatch(/^Postcards · \d{4}-\d\d-\d\d$/);
    expect(page.path[0]).toMatchObject({ prompt: "A [red] boat", systemInstruction: "Flat." });
    expect(studio.upstream.calls()).toHaveLength(1);

    const again = await ai.chat.completions.create({ model, messages: [user("Another")] });
    const detail = await studio.api.call("images.detail", {
      params: { imageId: idOf(shownIn(again.choices[0]?.message.content)) },
    });
    expect(detail.image.threadId).toBe(threadId);
  });

  test("a continued chat refines the picture, from the turn that made it", async ({ studio }) => {
    const ai = openAi(studio.url, await makeToken(studio.api, ["generate"]));
    const messages: OpenAI.ChatCompletionMessageParam[] = [user("A lighthouse, 16:9")];
    const first = await ai.chat.completions.create({ model, messages });
    const answer = first.choices[0]?.message.content ?? "";
    messages.push({ role: "assistant", content: answer }, user("Make it night"));
    const second = await ai.chat.completions.create({ model, messages });
    const { image, ancestors, settings, prompt } = await studio.api.call("images.detail", {
      params: { imageId: idOf(shownIn(second.choices[0]?.message.content)) },
    });
    expect(prompt).toBe("Make it night");
    expect(settings?.shape).toBe("16:9");
    expect(image.parentImageId).toBe(idOf(shownIn(answer)));
    expect(ancestors).toHaveLength(1);
    const sent = studio.upstream.calls()[1];
    expect(sent?.pictures).toBe(1);
    expect(JSON.stringify(sent?.body)).toContain("A lighthouse, 16:9");
  });

  test("the last message's pictures are read from data, from https, and from this studio without a fetch", async ({
    studio,
  }) => {
    const ai = openAi(studio.url, await makeToken(studio.api, ["generate"]));
    const data = `data:image/png;base64,${(await png(64, 64, 200)).toString("base64")}`;
    const hung = studio.pictures.publish("/far.png", await png(80, 60, 20));
    const first = await ai.images.generate({ model, prompt: "A pier" });
    const own = first.data?.[0]?.url ?? "";
    const content: OpenAI.ChatCompletionContentPart[] = [
      { type: "text", text: "These together" },
      ...[own, data, hung].map((url) => ({ type: "image_url" as const, image_url: { url } })),
    ];
    const headers = { "X-Pentimento-Image": "data" };
    const answer = await ai.chat.completions.create(
      { model, messages: [{ role: "user", content }] },
      { headers },
    );
    expect(shownIn(answer.choices[0]?.message.content)).toMatch(/^data:image\/png;base64,iVBOR/);
    expect(studio.upstream.calls().at(-1)?.pictures).toBe(3);
    expect(studio.pictures.requestCount("/far.png")).toBe(1);
    const localPicture = [
      { type: "image_url" as const, image_url: { url: "http://127.0.0.1:1/a.png" } },
    ];
    const refused = ai.chat.completions.create({
      model,
      messages: [{ role: "user", content: [{ type: "text", text: "Draw" }, ...localPicture] }],
    });
    await expect(refused).rejects.toMatchObject({
      status: 400,
      code: "unsafe_url",
      param: "messages.0.content.1.image_url",
    });
  });

  test("a stream sends progress as comments, the picture in one chunk, and the end", async ({
    studio,
  }) => {
    const token = await makeToken(studio.api, ["generate"]);
    const ai = openAi(studio.url, token);
    const stream = await ai.chat.completions.create({
      model,
      messages: [user("A quay")],
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(shownIn(chunks[0]?.choices[0]?.delta.content)).toContain(`${studio.url}/s/i/`);
    expect(chunks.map((chunk) => chunk.choices[0]?.finish_reason)).toEqual([
      null,
      "stop",
      undefined,
    ]);
    expect(chunks[2]?.usage).toMatchObject({ total_tokens: 0 });

    const raw = await fetch(`${studio.url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ model, messages: [user("A quay")], stream: true }),
    });
    expect(raw.headers.get("content-type")).toContain("text/event-stream");
    const text = await raw.text();
    expect(text).toMatch(/^: queued\n\n(: \w+\n\n)*data: {"id":"chatcmpl-/);
    expect(text).toMatch(/data: \[DONE\]\n\n$/);

    studio.upstream.script([refusal(400, { message: "no", code: "moderation_blocked" })]);
    const failing = await ai.chat.completions.create({
      model,
      messages: [user("A quay")],
      stream: true,
    });
    const read = async () => {
      for await (const _ of failing);
    };
    await expect(read()).rejects.toBeInstanceOf(OpenAI.APIError);
  });

  test("images come as addresses or base64, in the requested size and number", async ({
    studio,
  }) => {
    const ai = openAi(studio.url, await makeToken(studio.api, ["generate"]));
    const bytes = await png(1280, 720, 33);
    studio.upstream.script([await picture(33, 1280, 720), await picture(34, 1280, 720)]);
    const list = await ai.images.generate({
      model,
      prompt: "A harbour",
      size: "1280x720",
      n: 2,
      quality: "high",
      user: "somebody",
    });
    expect(list.data).toHaveLength(2);
    expect(studio.upstream.calls().map(({ path, body }) => [path, body])).toEqual(
      Array.from({ length: 2 }, () => [
        "/v1/images/generations",
        expect.objectContaining({ size: "1280x720" }),
      ]),
    );
    const { image } = await studio.api.call("images.detail", {
      params: { imageId: idOf(list.data?.[0]?.url ?? "") },
    });
    expect(image).toMatchObject({ width: 1280, height: 720, askedSize: "1280x720" });

    studio.upstream.script([await picture(33, 1280, 720)]);
    const inline = await ai.images.generate({ prompt: "A", model, response_format: "b64_json" });
    expect(Buffer.from(inline.data?.[0]?.b64_json ?? "", "base64").equals(bytes)).toBe(true);
  });

  test("edits change the first file and use the others as references", async ({ studio }) => {
    const ai = openAi(studio.url, await makeToken(studio.api, ["generate"]));
    const files = [await png(64, 64, 1), await png(64, 64, 2)];
    const image = await Promise.all(
      files.map((bytes, n) => toFile(bytes, `${n}.png`, { type: "image/png" })),
    );
    const size = "2048x2048";
    const edited = await ai.images.edit({ model, prompt: "Make it night", image, size });
    expect(edited.data).toHaveLength(1);
    const call = studio.upstream.calls()[0];
    expect(call).toMatchObject({ path: "/v1/images/edits", pictures: 2 });
    const single = await ai.images.edit({ model, prompt: "Brighter", image: image[0]! });
    const { ancestors } = await studio.api.call("images.detail", {
      params: { imageId: idOf(single.data?.[0]?.url ?? "") },
    });
    expect(ancestors.map(({ origin }) => origin)).toEqual(["uploaded"]);
    await expect(ai.images.edit({ model, prompt: "A", image, mask: image[0]! })).rejects.toThrow(
      "masks are not supported",
    );
  });
});

test.describe("the AI SDK's OpenAI-compatible provider", () => {
  test("makes pictures from text and from pictures", async ({ studio }) => {
    const provider = createOpenAICompatible({
      name: "pentimento",
      baseURL: `${studio.url}/v1`,
      apiKey: await makeToken(studio.api, ["generate"]),
    });
    const { text } = await generateText({ model: provider(model), prompt: "A boat" });
    expect(shownIn(text)).toContain("/s/i/");

    const bytes = await png(1280, 848, 5);
    studio.upstream.script([await picture(5, 1280, 848)]);
    const { image } = await generateImage({
      model: provider.imageModel(model),
      prompt: "A boat",
      size: "1280x848",
    });
    expect(Buffer.from(image.uint8Array).equals(bytes)).toBe(true);

    const edited = await generateImage({
      model: provider.imageModel(model),
      prompt: { text: "Make it night", images: [bytes] },
    });
    expect(edited.images).toHaveLength(1);
    const bad = generateImage({ model: provider.imageModel(model), prompt: "A", size: "7x7" });
    await expect(bad).rejects.toThrow("does not offer that size");
  });
});
