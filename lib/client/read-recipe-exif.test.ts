import sharp from "sharp";
import { expect, test } from "vitest";
import { readRecipe } from "@/lib/client/read-recipe";

type Field = { tag: number; type: number; bytes: Buffer };
type Exif = { comment?: Buffer; main?: readonly Field[]; isLittle?: boolean };

/** An EXIF block: the main directory, then the inner one with a comment. */
function exifBlock({ comment, main = [], isLittle = false }: Exif): Buffer {
  const u16 = (value: number) => {
    const bytes = Buffer.alloc(2);
    if (isLittle) bytes.writeUInt16LE(value);
    else bytes.writeUInt16BE(value);
    return bytes;
  };
  const u32 = (value: number) => {
    const bytes = Buffer.alloc(4);
    if (isLittle) bytes.writeUInt32LE(value);
    else bytes.writeUInt32BE(value);
    return bytes;
  };
  const sizeOf = (count: number) => 2 + count * 12 + 4;
  const inner = comment ? [{ tag: 0x9286, type: 7, bytes: comment }] : [];
  const innerAt = 8 + sizeOf(main.length + inner.length);
  let dataAt = innerAt + sizeOf(inner.length);
  const data: Buffer[] = [];
  const entry = ({ tag, type, bytes }: Field) => {
    const at = dataAt;
    dataAt += bytes.length;
    data.push(bytes);
    return Buffer.concat([u16(tag), u16(type), u32(bytes.length), u32(at)]);
  };
  const pointer = inner.map(() => Buffer.concat([u16(0x8769), u16(4), u32(1), u32(innerAt)]));
  const first = [...main.map(entry), ...pointer];
  const second = inner.map(entry);
  return Buffer.concat([
    Buffer.from(isLittle ? "II" : "MM"),
    u16(42),
    u32(8),
    u16(first.length),
    ...first,
    u32(0),
    u16(second.length),
    ...second,
    u32(0),
    ...data,
  ]);
}

const pixels = () => sharp({ create: { width: 4, height: 4, channels: 3, background: "#345" } });

async function jpegWith(exif: Exif): Promise<Blob> {
  const bytes = await pixels().jpeg().toBuffer();
  const data = Buffer.concat([Buffer.from("Exif\0\0"), exifBlock(exif)]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return new Blob([
    new Uint8Array(Buffer.concat([bytes.subarray(0, 2), head, data, bytes.subarray(2)])),
  ]);
}

async function webpWith(exif: Exif, header = ""): Promise<Blob> {
  const bytes = await pixels().webp().toBuffer();
  const data = Buffer.concat([Buffer.from(header), exifBlock(exif)]);
  const head = Buffer.alloc(8);
  head.write("EXIF");
  head.writeUInt32LE(data.length, 4);
  return new Blob([
    new Uint8Array(Buffer.concat([bytes, head, data, Buffer.alloc(data.length % 2)])),
  ]);
}

const ascii = (text: string) => Buffer.concat([Buffer.from("ASCII\0\0\0"), Buffer.from(text)]);
const wide = (text: string, isLittle: boolean) => {
  const bytes = Buffer.from(text, "utf16le");
  return Buffer.concat([Buffer.from("UNICODE\0"), isLittle ? bytes : bytes.swap16()]);
};
const found = async (file: Promise<Blob>) => {
  const recipe = await readRecipe(await file);
  return recipe && [recipe.tool, recipe.prompt];
};

const PARAMETERS = "a lighthouse,\nat dusk\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a";
const LIGHTHOUSE = ["AUTOMATIC1111", "a lighthouse,\nat dusk"];

test("reads AUTOMATIC1111's parameters in JPEG and WebP, in every encoding that tools write", async () => {
  for (const isLittle of [false, true]) {
    for (const comment of [ascii(PARAMETERS), wide(PARAMETERS, true), wide(PARAMETERS, false)]) {
      expect(await found(jpegWith({ comment, isLittle }))).toEqual(LIGHTHOUSE);
      expect(await found(webpWith({ comment, isLittle }))).toEqual(LIGHTHOUSE);
    }
  }
  const chinese = "悬崖上的灯塔，傍晚，海面上有一只红色的小船，天空布满星星\nSteps: 20";
  expect(await found(webpWith({ comment: wide(chinese, false) }, "Exif\0\0"))).toEqual([
    "AUTOMATIC1111",
    "悬崖上的灯塔，傍晚，海面上有一只红色的小船，天空布满星星",
  ]);
});

test("reads what another program's library writes", async () => {
  const exif = { IFD2: { UserComment: PARAMETERS } };
  const jpeg = await pixels().withExif(exif).jpeg().toBuffer();
  expect(await found(Promise.resolve(new Blob([new Uint8Array(jpeg)])))).toEqual(LIGHTHOUSE);
});

test("reads ComfyUI's graph from the names of the camera, and NovelAI's texts from the comment", async () => {
  const graph = JSON.stringify({
    3: { class_type: "KSampler", inputs: { positive: ["6", 0] } },
    6: { class_type: "CLIPTextEncode", inputs: { text: "a red boat" } },
  });
  const model = { tag: 0x0110, type: 2, bytes: Buffer.from(`prompt:${graph}\0`) };
  expect(await found(webpWith({ main: [model] }))).toEqual(["ComfyUI", "a red boat"]);
  const texts = { Software: "NovelAI", Comment: JSON.stringify({ prompt: "a cat" }) };
  expect(await found(webpWith({ comment: ascii(JSON.stringify(texts)) }))).toEqual([
    "NovelAI",
    "a cat",
  ]);
});

test("a camera's comment, and damaged blocks, are no prompt", async () => {
  expect(await found(jpegWith({ comment: ascii("Steps to the harbour") }))).toBe(null);
  expect(await found(jpegWith({ comment: ascii("") }))).toBe(null);
  const block = exifBlock({ comment: ascii(PARAMETERS) });
  for (let length = 0; length < block.length; length += 1) {
    const cut = Buffer.concat([Buffer.from("Exif\0\0"), block.subarray(0, length)]);
    const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, cut.length + 2]);
    const recipe = await readRecipe(new Blob([new Uint8Array(Buffer.concat([head, cut]))]));
    expect(recipe === null || recipe.tool === "AUTOMATIC1111").toBe(true);
  }
});
