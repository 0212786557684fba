import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { GET as getSigned } from "@/app/s/i/[shareId]/[imageId]/[variant]/route";
import { POST as postEdits } from "@/app/v1/images/edits/route";
import { POST as postGenerations } from "@/app/v1/images/generations/route";
import { makeToken } from "@/lib/server/auth/access-tokens";
import type { Actor } from "@/lib/server/auth/actor";
import { readSignedAddress, signImageAddress } from "@/lib/server/auth/signed-address";
import { parseSha256 } from "@/lib/server/blobs/store";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { addressSigner, type SignAddress } from "@/lib/server/domain/shares/addresses";
import { orderOfImages } from "@/lib/server/domain/compat-orders/orders";
import type { CompatImage, Outcome } from "@/lib/server/domain/compat-orders/outcome";
import { blobStore } from "@/lib/server/domain/images/storage";
import { asImageList, type ImagesForm } from "@/lib/server/openai-compat/images-form";
import { asProgram } from "@/scripts/testing/program";
import { makeActor, makeImage, sha256Of } from "@/scripts/testing/studio";

// The Images endpoints: what they refuse before sending, and the form of their answers.

let ada: Actor;
let bearer: string;
let picture: CompatImage;
let sign: SignAddress;

beforeAll(async () => {
  ada = await makeActor();
  const { token, tokenHash, ending } = makeToken();
  const { userId, workspaceId } = ada;
  await db.accessToken.create({
    data: { userId, workspaceId, name: "A", tokenHash, ending, scopes: ["generate"] },
  });
  bearer = `Bearer ${token}`;
  sign = addressSigner(await asProgram(ada), { clock: systemClock });
  const { id } = await makeImage(ada, "#4477aa");
  const sha256 = await sha256Of(id);
  const { width, height, media } = await db.blob.findUniqueOrThrow({ where: { sha256 } });
  picture = { imageId: id, sha256: parseSha256(sha256), width, height, media, alt: "blue" };
});
afterAll(closeDatabase);

test.each<[string, typeof postEdits, object, string, string]>([
  ["edits without a picture", postEdits, {}, "image", "at least one picture"],
  [
    "edits with empty pictures",
    postEdits,
    { images: [], image: "" },
    "image",
    "at least one picture",
  ],
  [
    "a mask",
    postEdits,
    { images: [{ image_url: "x" }], mask: { image_url: "y" } },
    "mask",
    "masks are not supported",
  ],
  ["a file id", postEdits, { images: [{ file_id: "file-1" }] }, "images.0", "file_id"],
  ["a picture that is none", postGenerations, { image: "boat.png" }, "image", "neither a data URL"],
  [
    "an address inward",
    postGenerations,
    { image_urls: ["http://127.0.0.1:1/a.png"] },
    "image_urls.0",
    "address",
  ],
  ["data that is no picture", postGenerations, { image: "data:text/plain,hello" }, "image", ""],
  [
    "a picture that is broken",
    postGenerations,
    { image: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAf" },
    "image",
    "",
  ],
  [
    "a negative prompt",
    postGenerations,
    { negative_prompt: "people" },
    "negative_prompt",
    "in the prompt",
  ],
  ["a strange size", postGenerations, { size: "7x7" }, "size", "1280x1280"],
  ["a strange ratio", postGenerations, { aspect_ratio: "wide" }, "aspect_ratio", "16:9"],
])("refused with its field and a reason: %s", async (_, post, body, param, message) => {
  const url = "http://localhost:3000/v1/images/generations";
  const headers = { authorization: bearer, "content-type": "application/json" };
  const sent = JSON.stringify({ model: "gpt-image-2-vip", prompt: "a boat", ...body });
  const turns = await db.turn.count();
  const response = await post(new Request(url, { method: "POST", headers, body: sent }));
  const { error } = (await response.json()) as { error: { param: string; message: string } };
  expect([400, 415]).toContain(response.status);
  expect(error.param).toBe(param);
  expect(error.message).toContain(message);
  expect(await db.turn.count()).toBe(turns);
});

test("where the policy allows no addresses, the image itself is the address", async () => {
  const body = await write({ response_format: "url", sign: async () => null });
  const [, base64 = ""] = /^data:image\/png;base64,(.+)$/.exec(body.data[0]?.url ?? "") ?? [];
  expect(Buffer.from(base64, "base64").equals(await original())).toBe(true);
});

const form = (change: Partial<ImagesForm> = {}): ImagesForm => ({
  created: 1_778_037_331,
  origin: "https://studio.example",
  sign,
  quality: "",
  ...change,
});

type Body = Record<string, unknown> & { data: { b64_json?: string; url?: string }[] };

async function write(change: Partial<ImagesForm>, pictures = [picture]): Promise<Body> {
  const tokens = { input: 12, output: 1056, total: 1068 };
  const outcome: Outcome = { answers: [pictures], failure: null, tokens };
  let text = "";
  for await (const piece of asImageList(form(change))(outcome)) text += piece;
  return JSON.parse(text) as Body;
}

const fetchUrl = (url = "") => getSigned(new Request(url));
const kindOf = async (bytes: Uint8Array) => (await sharp(bytes).metadata()).format;
const original = async () => {
  const chunks: Buffer[] = [];
  for await (const chunk of await blobStore().open(picture.sha256)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

test("without a response_format each image has both forms, in OpenAI's envelope", async () => {
  const body = await write({});
  expect(body).toMatchObject({
    created: 1_778_037_331,
    size: "60x40",
    output_format: "png",
    quality: "high",
    background: "opaque",
    usage: {
      input_tokens: 12,
      input_tokens_details: { text_tokens: 12, image_tokens: 0 },
      output_tokens: 1056,
      total_tokens: 1068,
    },
  });
  const [item] = body.data;
  const bytes = Buffer.from(item?.b64_json ?? "", "base64");
  expect(bytes.equals(await original())).toBe(true);
  const shown = await fetchUrl(item?.url);
  expect(Buffer.from(await shown.arrayBuffer()).equals(bytes)).toBe(true);
});

test("with a response_format each image has only that form", async () => {
  expect(Object.keys((await write({ response_format: "url" })).data[0] ?? {})).toEqual(["url"]);
  const inline = await write({ response_format: "b64_json" }, [picture, picture]);
  expect(inline.data.map((item) => Object.keys(item))).toEqual([["b64_json"], ["b64_json"]]);
});

test.each([
  ["jpeg", undefined, "image/jpeg"],
  ["webp", undefined, "image/webp"],
  ["webp", 0, "image/webp"],
  ["jpeg", 40, "image/jpeg"],
] as const)(
  "output_format %s with compression %s, in both forms",
  async (name, compression, media) => {
    const before = await original();
    const body = await write({ output_format: name, output_compression: compression });
    expect(body["output_format"]).toBe(name);
    const [item] = body.data;
    const bytes = Buffer.from(item?.b64_json ?? "", "base64");
    expect(await kindOf(bytes)).toBe(name);
    const response = await fetchUrl(item?.url);
    expect(response.headers.get("content-type")).toBe(media);
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 60, height: 40 });
    expect((await original()).equals(before)).toBe(true);
  },
);

test("output_format png returns the original; an image that cannot be converted is returned unchanged", async () => {
  const asked = await write({ output_format: "png", output_compression: 50 });
  expect(readSignedAddress(asked.data[0]?.url ?? "")?.variant).toBe("original");
  const lost = { ...picture, sha256: parseSha256("0".repeat(64)) };
  const body = await write({ output_format: "jpeg", response_format: "url" }, [lost]);
  expect(body["output_format"]).toBe("png");
  expect(readSignedAddress(body.data[0]?.url ?? "")?.variant).toBe("original");
});

test("a signed address with a changed format, or an expired one, answers 404", async () => {
  const path = (await sign(picture.imageId, "jpeg-80")) ?? "";
  const { shareId = "" } = readSignedAddress(path) ?? {};
  const statusOf = async (text: string) => {
    const response = await fetchUrl(`http://localhost:3000${text}`);
    await response.arrayBuffer();
    return response.status;
  };
  expect(await statusOf(path)).toBe(200);
  expect(await statusOf(path.replace("jpeg-80", "jpeg-81"))).toBe(404);
  expect(await statusOf(path.replace("jpeg-80", "jpeg-0"))).toBe(404);
  expect(await statusOf(signImageAddress(shareId, picture.imageId, "webp-80", { ttlS: -1 }))).toBe(
    404,
  );
  expect(readSignedAddress(path)).toMatchObject({ imageId: picture.imageId, variant: "jpeg-80" });
});

test("the first image of an edit is the base, the others are references, each once", async () => {
  const [one, two] = [await makeImage(ada, "#0a0b0c"), await makeImage(ada, "#0d0e0f")];
  const request = { prompt: "a boat", quality: "" };
  const order = await orderOfImages(ada, request, [], async () => [one.id, two.id, one.id]);
  expect(order).toMatchObject({
    base: { imageId: one.id, made: null },
    referenceIds: [two.id],
    settings: { shape: "3:2", variations: 1 },
  });
  const retired = { ...request, model: "dall-e-3", size: "1024x1024" };
  expect(await orderOfImages(ada, retired, [], async () => [])).toMatchObject({
    base: null,
    settings: { shape: "1:1", tier: null, model: "gpt-image-2-vip" },
  });
  const strange = { ...request, model: `gpt-${randomUUID()}` };
  await expect(orderOfImages(ada, strange, [], async () => [])).rejects.toThrow("unknown_model");
});
