import { randomBytes } from "node:crypto";
import { deflateSync, crc32 } from "node:zlib";
import sharp, { type Sharp } from "sharp";

/** Creates the images that case files name by placeholder, each once. */
const made = new Map<string, Promise<Buffer>>();

function once(key: string, make: () => Promise<Buffer> | Buffer): Promise<Buffer> {
  let picture = made.get(key);
  if (!picture) made.set(key, (picture = Promise.resolve(make())));
  return picture;
}

/** Are these exactly the bytes of an image created here? */
export async function isMadeHere(bytes: Buffer): Promise<boolean> {
  const all = await Promise.all(made.values());
  return all.some((picture) => picture.equals(bytes));
}

/** One colour with a gradient, so that its base64 is not one repeated letter. */
function gradient(width: number, height: number, hue: number): Sharp {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="hsl(${hue % 360} 60% 70%)"/><stop offset="1" stop-color="hsl(${(hue * 7 + 80) % 360} 50% 30%)"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#g)"/></svg>`;
  return sharp(Buffer.from(svg));
}

/** A PNG of exactly this size; another `hue` gives other bytes. */
export function png(width = 64, height = 64, hue = 10): Promise<Buffer> {
  return once(`png ${width} ${height} ${hue}`, async () => {
    // Make its base64 need padding and contain + or /, so that all spellings of base64 differ.
    for (let extra = 0; ; extra += 1) {
      const image = await gradient(width, height, hue).png().toBuffer();
      const padded = withText(image, "x".repeat(extra));
      const text = padded.toString("base64");
      if (text.endsWith("=") && /[+/]/.test(text)) return padded;
    }
  });
}

export const jpeg = () => once("jpeg", () => gradient(64, 64, 30).jpeg().toBuffer());
export const webp = () => once("webp", () => gradient(64, 64, 50).webp().toBuffer());
export const gif = () => once("gif", () => gradient(64, 64, 70).gif().toBuffer());

/** Incompressible noise of about this size. */
export function noisePng(bytes: number): Promise<Buffer> {
  return once(`noise ${bytes}`, () => {
    const width = 2048;
    const height = Math.ceil(bytes / (width * 3 + 1));
    const channels = 3 as const;
    return sharp(randomBytes(width * height * channels), { raw: { width, height, channels } })
      .png({ compressionLevel: 1 })
      .toBuffer();
  });
}

/** A valid header that declares 50,000 × 50,000 pixels. */
export function bombPng(): Promise<Buffer> {
  return once("bomb", () => {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(50_000, 0);
    header.writeUInt32BE(50_000, 4);
    header.set([8, 0, 0, 0, 0], 8);
    const data = deflateSync(Buffer.alloc(100_000));
    return Buffer.concat([
      SIGNATURE,
      chunk("IHDR", header),
      chunk("IDAT", data),
      chunk("IEND", Buffer.alloc(0)),
    ]);
  });
}

export const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Adds a text chunk before the end of a PNG. */
function withText(image: Buffer, text: string): Buffer {
  const end = image.length - 12;
  const added = chunk("tEXt", Buffer.from(`note\0${text}`, "latin1"));
  return Buffer.concat([image.subarray(0, end), added, image.subarray(end)]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(checksum(body), body.length + 4);
  return framed;
}

/** CRC-32; node:zlib has it from 20.15 on. */
function checksum(bytes: Buffer): number {
  return crc32(bytes) >>> 0;
}
