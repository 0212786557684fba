import { Buffer } from "node:buffer";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { ImageId } from "@/lib/contracts/ids";
import type { Actor } from "@/lib/server/auth/actor";
import { signImageAddress } from "@/lib/server/auth/signed-address";
import { closeDatabase, db } from "@/lib/server/db";
import type { Placed } from "@/lib/server/domain/compat-orders/place-order";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { drawn, placeChat, withToken } from "@/scripts/testing/openai-compat";
import { makeActor, makeImage } from "@/scripts/testing/studio";

// Which images of a chat become the base or references of its turn.

/** Runs before any other import, because settings are read once. */
const upstream = await vi.hoisted(async () => {
  const { startScriptedUpstream } = await import("@/e2e/upstream/server");
  const upstream = await startScriptedUpstream();
  process.env["UPSTREAM_BASE_URL"] = upstream.baseUrl;
  return upstream;
});

let ada: Actor;
/** 40 × 70 pixels, so nearest to 9:16. */
let tall: string;
let other: string;

beforeAll(prepareQueue);
beforeAll(async () => {
  ada = await withToken(await makeActor());
  tall = await dataUrl("#336699");
  other = await dataUrl("#993366");
});
afterAll(async () => {
  await upstream.close();
  await closeDatabase();
});

async function dataUrl(background: string): Promise<string> {
  const create = { width: 40, height: 70, channels: 3 as const, background };
  const bytes = await sharp({ create }).png().toBuffer();
  return `data:image/png;base64,${bytes.toString("base64")}`;
}

/** Serves a file on the upstream's own origin, which the guarded fetcher may read. */
async function serveFile(path: string): Promise<string> {
  upstream.script([{ json: {}, assets: [{ path, body_template: "{{PNG_BYTES}}" }] }]);
  await fetch(`${upstream.baseUrl}/chat/completions`, { method: "POST", body: "{}" });
  return `${new URL(upstream.baseUrl).origin}${path}`;
}

const part = (url: string) => ({ type: "image_url", image_url: { url } });
const user = (...content: (string | object)[]) => ({
  role: "user",
  content: content.map((one) => (typeof one === "string" ? { type: "text", text: one } : one)),
});
const assistant = (content: string, images: object[] = []) => ({
  role: "assistant",
  content,
  images,
});
const answerWith = (id: ImageId) =>
  assistant(
    `![x](https://studio.example${signImageAddress(crypto.randomUUID(), id, "original", { ttlS: -60 })})`,
  );

/** A turn's images, settings and prompt. */
async function readTurn({ turnId }: Placed) {
  const turn = await db.turn.findUniqueOrThrow({
    where: { id: turnId },
    include: {
      baseImage: true,
      references: { include: { image: true }, orderBy: { position: "asc" } },
    },
  });
  return {
    base: turn.baseImage,
    references: turn.references.map(({ image }) => image),
    settings: turn.settings as { shape: string; tier: string | null },
    parentTurnId: turn.parentTurnId,
    prompt: turn.prompt,
  };
}

test.each<[string, (photo: string) => object[]]>([
  [
    "the model asks back",
    (photo) => [user(part(photo), "a portrait"), assistant("Which style?"), user("anime, please")],
  ],
  [
    "the call failed",
    (photo) => [user("anime", part(photo)), assistant("Error 424"), user("try again")],
  ],
  ["the photo comes alone", (photo) => [user(part(photo)), user("anime, please")]],
])("the next message uses the photo and its shape: %s", async (_, messages) => {
  const { base, references, settings } = await readTurn(await placeChat(ada, messages(tall)));
  expect(base).toBeNull();
  expect(references).toHaveLength(1);
  expect(references[0]).toMatchObject({ origin: "uploaded" });
  expect(settings.shape).toBe("9:16");
});

test("sending the same photo again reuses its image", async () => {
  const photo = await dataUrl("#010203");
  const first = await readTurn(await placeChat(ada, [user(part(photo), "a portrait")]));
  const second = await readTurn(
    await placeChat(ada, [user(part(photo), "a portrait"), assistant("Which?"), user("anime")]),
  );
  expect(second.references.map(({ id }) => id)).toEqual(first.references.map(({ id }) => id));
});

test("a shape named in an earlier message still applies", async () => {
  const messages = [user("a banner, 21:9"), assistant("Error 424"), user("try again")];
  expect((await readTurn(await placeChat(ada, messages))).settings.shape).toBe("21:9");
});

test("an image of an answer becomes the base, and photos before it are dropped", async () => {
  const first = await placeChat(ada, [user(part(tall), "anime")]);
  const made = await drawn(ada, first, "#112233");
  const seen = await readTurn(
    await placeChat(ada, [user(part(tall), "anime"), answerWith(made), user("make it night")]),
  );
  expect(seen).toMatchObject({ base: { id: made }, references: [], parentTurnId: first.turnId });
  const later = [
    user(part(tall), "anime"),
    answerWith(made),
    user(part(other), "like this"),
    assistant("How?"),
  ];
  const turn = await readTurn(await placeChat(ada, [...later, user("in its colours")]));
  expect(turn.base?.id).toBe(made);
  expect(turn.references).toHaveLength(1);
});

test("an own image sent as data in OpenRouter's form continues from its turn", async () => {
  const first = await placeChat(ada, [user("a boat")]);
  const made = await drawn(ada, first, "#445566");
  const create = { width: 60, height: 40, channels: 3 as const, background: "#445566" };
  const bytes = await sharp({ create }).png().toBuffer();
  const url = `data:image/png;base64,${bytes.toString("base64")}`;
  const messages = [user("a boat"), assistant("Here it is.", [part(url)]), user("make it night")];
  expect(await readTurn(await placeChat(ada, messages))).toMatchObject({
    base: { id: made },
    parentTurnId: first.turnId,
    references: [],
  });
});

test("a foreign image of an answer becomes the base, as data or by address", async () => {
  const asData = [user("a boat"), assistant("", [part(other)]), user("make it night")];
  const data = await readTurn(await placeChat(ada, asData));
  expect(data.base).toMatchObject({ origin: "uploaded", generationId: null });
  expect(data.settings.shape).toBe("9:16");
  const address = await serveFile("/files/foreign.png");
  const second = await serveFile("/files/second.png");
  const byAddress = [user("a boat"), assistant(`![x](${address}) ![y](${second})`), user("night")];
  const fetched = await readTurn(await placeChat(ada, byAddress));
  expect(fetched.base).toMatchObject({ origin: "fetched" });
  expect(fetched.references).toHaveLength(1);
  expect(fetched.prompt).toBe("night");
});

test("an invalid image is refused with its field and creates no turn", async () => {
  const before = await db.turn.count();
  const refused = (messages: object[]) => placeChat(ada, messages).catch((error: unknown) => error);
  expect(
    await refused([user("a"), assistant("![x](http://127.0.0.1:1/a.png)"), user("b")]),
  ).toMatchObject({
    code: "unsafe_url",
    extra: { field: "messages.1.content" },
  });
  expect(await refused([user("a", part("data:image/png;base64,AAAA")), user("b")])).toMatchObject({
    code: "unsupported_media",
    extra: { field: "messages.0.content.1.image_url" },
  });
  expect(await refused([user("a", part("boat.png"))])).toMatchObject({
    code: "invalid_field",
    extra: { field: "messages.0.content.1.image_url" },
  });
  const many = Array.from({ length: 17 }, (_, n) => part(`https://a.example/${n}.png`));
  expect(await refused([user("a", ...many), user("b")])).toMatchObject({
    code: "too_many_references",
    extra: { field: "messages.0.content.17.image_url", details: { max: 16 } },
  });
  const sixteen = Array.from({ length: 16 }, () => part(other));
  const beside = [user("a"), assistant("", [part(tall)]), user("b", ...sixteen)];
  expect(await refused(beside)).toMatchObject({
    code: "too_many_references",
    extra: { field: "messages.2.content.16.image_url" },
  });
  const shownMany = assistant(many.map(({ image_url }) => `![x](${image_url.url})`).join(" "));
  expect(await refused([user("a"), shownMany, user("b")])).toMatchObject({
    code: "too_many_references",
    extra: { field: "messages.1.content" },
  });
  expect(await db.turn.count()).toBe(before);
});

test("base64 without a header and addresses with blanks are accepted", async () => {
  const raw = ` ${tall.split(",")[1]?.replaceAll(/.{60}/g, "$&\n")} `;
  const own = ` https://studio.example${signImageAddress(crypto.randomUUID(), (await makeImage(ada, "#abcdef")).id)}\n`;
  const { references } = await readTurn(await placeChat(ada, [user("a", part(raw), part(own))]));
  expect(references).toHaveLength(2);
  expect(Buffer.from(raw, "base64").length).toBeGreaterThan(0);
});

test("a chat accepts OpenAI's size and OpenRouter's image_config", async () => {
  const sized = (body: object) => placeChat(ada, [user("a boat")], { body }).then(readTurn);
  expect((await sized({ size: "1024x1792" })).settings).toMatchObject({
    shape: "9:16",
    tier: null,
  });
  expect((await sized({ size: "2048x1152" })).settings).toMatchObject({
    shape: "16:9",
    tier: "2K",
  });
  const config = { aspect_ratio: "21:9", image_size: "4K" };
  expect((await sized({ image_config: config })).settings).toMatchObject({
    shape: "21:9",
    tier: "4K",
  });
});
