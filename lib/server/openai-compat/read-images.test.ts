import { expect, test } from "vitest";
import { AppError } from "@/lib/server/errors";
import { readImages } from "./read-images";

// Bodies of the Images endpoints as clients of many APIs write them.

const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const DATA = `data:image/png;base64,${PNG}`;
const WEB = "https://pictures.example/a.png";
const OURS = "/i/0198f1f0-0000-7000-8000-000000000000/original?e=1&s=a";

const json = (body: object) =>
  new Request("http://studio.example/v1/images/generations", {
    method: "POST",
    headers: { "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify({ prompt: "a boat", ...body }),
  });

type Entry = [name: string, value: string | File];

function form(...entries: Entry[]): Request {
  const body = new FormData();
  body.append("prompt", "a boat");
  for (const [name, value] of entries) body.append(name, value);
  return new Request("http://studio.example/v1/images/edits", { method: "POST", body });
}

const png = (name = "boat.png") =>
  new File([Buffer.from(PNG, "base64")], name, { type: "image/png" });

const nested = (value: unknown) => ({ type: "image_url", image_url: { url: value } });

test.each<[string, Request, [field: string, picture: string][]]>([
  ["no picture", json({}), []],
  ["image, an address", json({ image: WEB }), [["image", WEB]]],
  ["image, a data URL", json({ image: DATA }), [["image", DATA]]],
  ["image, base64", json({ image: PNG }), [["image", PNG]]],
  ["image, an address of ours", json({ image: OURS }), [["image", OURS]]],
  ["image, blanks around it", json({ image: ` \n${WEB} ` }), [["image", WEB]]],
  ["image, an object", json({ image: { image_url: WEB } }), [["image", WEB]]],
  [
    "image, a list",
    json({ image: [WEB, DATA] }),
    [
      ["image.0", WEB],
      ["image.1", DATA],
    ],
  ],
  ["images, texts", json({ images: [WEB] }), [["images.0", WEB]]],
  [
    "images as OpenAI's edits have them",
    json({ images: [{ image_url: WEB }, { image_url: DATA }] }),
    [
      ["images.0", WEB],
      ["images.1", DATA],
    ],
  ],
  ["images, parts of a chat", json({ images: [nested(WEB)] }), [["images.0", WEB]]],
  ["images, with url", json({ images: [{ url: WEB }] }), [["images.0", WEB]]],
  ["images, with b64_json", json({ images: [{ b64_json: PNG }] }), [["images.0", PNG]]],
  [
    "images, Anthropic's source",
    json({
      images: [{ type: "image", source: { type: "base64", media_type: "image/png", data: PNG } }],
    }),
    [["images.0", PNG]],
  ],
  [
    "images, Google's inlineData",
    json({ images: [{ inlineData: { mimeType: "image/png", data: PNG } }] }),
    [["images.0", PNG]],
  ],
  ["images, one object and no list", json({ images: { url: WEB } }), [["images", WEB]]],
  ["image_urls", json({ image_urls: [WEB] }), [["image_urls.0", WEB]]],
  ["image_url", json({ image_url: { url: WEB } }), [["image_url", WEB]]],
  ["reference_images", json({ reference_images: [WEB] }), [["reference_images.0", WEB]]],
  ["input_references", json({ input_references: [nested(DATA)] }), [["input_references.0", DATA]]],
  ["init_image", json({ init_image: DATA }), [["init_image", DATA]]],
  [
    "the one to change before those that are like it",
    json({ reference_images: [WEB], image: DATA }),
    [
      ["image", DATA],
      ["reference_images.0", WEB],
    ],
  ],
  [
    "the same under two keys",
    json({ image: WEB, images: [WEB], image_urls: [WEB] }),
    [["image", WEB]],
  ],
  ["empty ones", json({ image: "", images: [], image_urls: [" "], init_image: null }), []],
  ["a form's file", form(["image", png()]), [["image", "boat.png"]]],
  [
    "a form's image[]",
    form(["image[]", png("1.png")], ["image[]", png("2.png")]),
    [
      ["image[].0", "1.png"],
      ["image[].1", "2.png"],
    ],
  ],
  [
    "a form's image[n] in their order",
    form(["image[10]", png("c.png")], ["image[2]", png("b.png")], ["image[0]", png("a.png")]),
    [
      ["image[0]", "a.png"],
      ["image[2]", "b.png"],
      ["image[10]", "c.png"],
    ],
  ],
  ["a form's images[]", form(["images[]", png()]), [["images[]", "boat.png"]]],
  [
    "a form's images[0][image_url]",
    form(["images[0][image_url]", WEB]),
    [["images[0][image_url]", WEB]],
  ],
  ["a form's text", form(["image", DATA]), [["image", DATA]]],
  [
    "a form's file that was not chosen",
    form(["image", png()], ["image", new File([], "")]),
    [["image.0", "boat.png"]],
  ],
])("accepted: %s", async (_, request, expected) => {
  const { pictures } = await readImages(request);
  const found = pictures.map((picture) => [
    picture.field,
    "url" in picture ? picture.url : picture.file.name,
  ]);
  expect(found).toEqual(expected);
});

test.each<[string, Request, object]>([
  [
    "empty settings",
    json({
      size: "",
      n: "",
      response_format: "",
      output_format: " ",
      model: "",
      stream: "",
      aspect_ratio: null,
    }),
    { size: undefined, n: undefined, response_format: undefined, model: undefined },
  ],
  [
    "empty settings of a form",
    form(
      ["size", ""],
      ["n", ""],
      ["response_format", ""],
      ["mask", ""],
      ["output_compression", ""],
    ),
    { n: undefined, size: undefined },
  ],
  [
    "numbers of a form",
    form(["n", "2"], ["output_compression", "80"], ["stream", "false"]),
    { n: 2, output_compression: 80, stream: false },
  ],
  ["an empty mask", json({ mask: {} }), {}],
  ["a mask without a picture", json({ mask: { image_url: "" } }), {}],
  ["an empty file as a mask", form(["image", png()], ["mask", new File([], "blob")]), {}],
  ["an empty negative prompt", json({ negative_prompt: " " }), {}],
  ["an opaque background", json({ background: "opaque" }), {}],
  ["switches that are off", json({ tiling: false, transparent: "false", loras: [] }), {}],
  [
    "what only tunes",
    json({
      style: "vivid",
      quality: "hd",
      moderation: "low",
      user: "u",
      seed: 7,
      steps: 30,
      cfg_scale: 7,
      partial_images: 2,
      input_fidelity: "high",
      strength: 0.6,
      watermark: false,
    }),
    { quality: "hd" },
  ],
  ["width and height", json({ width: 1024, height: 768 }), { size: "1024x768" }],
  ["width and height of a form", form(["width", "1024"], ["height", "768"]), { size: "1024x768" }],
  [
    "image_size and aspectRatio",
    json({ image_size: "2K", aspectRatio: "16:9" }),
    { size: "2K", aspect_ratio: "16:9" },
  ],
])("settings: %s", async (_, request, expected) => {
  expect((await readImages(request)).fields).toMatchObject(expected);
});

test.each<[string, Request, field: string, hint: string]>([
  ["a mask", json({ mask: DATA }), "mask", "masks are not supported"],
  ["a mask in an object", json({ mask: { image_url: WEB } }), "mask", "masks are not supported"],
  ["a mask's file", form(["image", png()], ["mask", png()]), "mask", "masks are not supported"],
  ["a negative prompt", json({ negative_prompt: "people" }), "negative_prompt", "in the prompt"],
  ["a transparent background", json({ background: "transparent" }), "background", "opaque or auto"],
  ["another background", form(["background", "white"]), "background", "opaque or auto"],
  ["a control picture", json({ control_image: WEB }), "control_image", "as a reference"],
  ["adapters", json({ loras: [{ path: "a" }] }), "loras", "adapters"],
  ["a file id", json({ images: [{ file_id: "file-1" }] }), "images.0", "not a file_id"],
  ["a number as a picture", json({ image: 7 }), "image", "not a number"],
  [
    "an object without a picture",
    json({ images: [{ name: "a" }] }),
    "images.0",
    "not an object with name",
  ],
  ["an empty file", form(["image", new File([], "boat.png")]), "image", "not an empty one"],
  [
    "17 pictures",
    json({ images: Array.from({ length: 17 }, (_, n) => `${WEB}?${n}`) }),
    "images.16",
    "at most 16",
  ],
  [
    "a response_format of another service",
    json({ response_format: "b64" }),
    "response_format",
    'url, b64_json, not "b64"',
  ],
  [
    "a response_format of chat",
    json({ response_format: { type: "url" } }),
    "response_format",
    "not an object with type",
  ],
  ["an animation", json({ output_format: "gif" }), "output_format", 'png, jpeg, webp, not "gif"'],
  [
    "compression in words",
    json({ output_compression: "high" }),
    "output_compression",
    "received string",
  ],
  ["n in words", json({ n: "2" }), "n", "received string"],
  ["n of a form in words", form(["n", "two"]), "n", "received string"],
  ["a size as a number", json({ size: 1024 }), "size", "received number"],
  ["a stream", json({ stream: true }), "stream", "/v1/chat/completions"],
  ["a prompt that is a list", json({ prompt: ["a"] }), "prompt", "received array"],
])("refused by name: %s", async (_, request, field, hint) => {
  const refused = await readImages(request).catch((error: unknown) => error);
  if (!(refused instanceof AppError)) throw new Error("it was taken");
  expect(refused).toMatchObject({ code: "invalid_field", extra: { field } });
  expect(refused.extra.details?.["hint"]).toContain(hint);
});

test("a body that is neither JSON nor a form is refused", async () => {
  const send = (body: string, type: string) =>
    readImages(
      new Request("http://studio.example/", {
        method: "POST",
        body,
        headers: { "content-type": type },
      }),
    );
  await expect(send("[]", "application/json")).rejects.toThrow("invalid_body");
  await expect(send("{", "application/json")).rejects.toThrow("invalid_body");
  const deep = `{"prompt":"a","mask":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
  await expect(send(deep, "application/json")).rejects.toThrow("invalid_body");
  await expect(send("--x", "multipart/form-data")).rejects.toThrow("invalid_body");
});
