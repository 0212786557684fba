import sharp from "sharp";
import { thumbHashToApproximateAspectRatio, thumbHashToAverageRGBA } from "thumbhash";
import { expect, test } from "vitest";
import { derive } from "./derive";
import { normaliseForUpstream } from "./normalise";
import { probe } from "./probe";
import { movingGif, quarters, seeThrough, turnedJpeg } from "./samples";
import type { VariantName } from "./variants";

async function colourAt(picture: Buffer, left: number, top: number): Promise<number[]> {
  const pixel = await sharp(picture)
    .extract({ left, top, width: 1, height: 1 })
    .removeAlpha()
    .raw()
    .toBuffer();
  return [...pixel];
}

async function deriveAll(source: Buffer) {
  const variants = new Map<VariantName, Buffer>();
  const thumbhash = await derive(source, async (name, bytes) => void variants.set(name, bytes));
  const variant = (name: VariantName) => variants.get(name) ?? Buffer.alloc(0);
  return {
    variants: { w256: variant("w256"), w512: variant("w512"), w1440: variant("w1440") },
    thumbhash,
  };
}

test("makes three WebPs that fit and keep the proportions", async () => {
  const { variants } = await deriveAll(await quarters(3000, 1500).png().toBuffer());
  const sizes = [];
  for (const variant of [variants.w256, variants.w512, variants.w1440]) {
    const { format, width, height } = await sharp(variant).metadata();
    sizes.push([format, width, height]);
  }
  expect(sizes).toEqual([
    ["webp", 256, 128],
    ["webp", 512, 256],
    ["webp", 1440, 720],
  ]);
});

test("never enlarges", async () => {
  const { variants } = await deriveAll(await quarters(300, 200).png().toBuffer());
  expect(await sharp(variants.w1440).metadata()).toMatchObject({ width: 300, height: 200 });
  expect(await sharp(variants.w256).metadata()).toMatchObject({ width: 256, height: 171 });
});

test("applies the EXIF orientation and strips the EXIF", async () => {
  const original = await turnedJpeg(6);
  expect(original.includes("PentimentoCamera")).toBe(true);
  const { variants } = await deriveAll(original);
  const found = await sharp(variants.w1440).metadata();
  expect(found).toMatchObject({ width: 80, height: 120 });
  expect([found.exif, found.icc, found.xmp]).toEqual([undefined, undefined, undefined]);
  // Rotated clockwise, the blue quarter comes to the top left.
  const [red = 0, , blue = 0] = await colourAt(variants.w1440, 10, 10);
  expect(blue).toBeGreaterThan(red + 80);
});

test("a WebP looks the same in derivatives, for the model and in the browser, whatever its EXIF", async () => {
  const original = await quarters(120, 80).webp().withMetadata({ orientation: 6 }).toBuffer();
  expect((await sharp(original).metadata()).orientation).toBe(6);
  expect(await probe(original)).toMatchObject({ width: 120, height: 80, orientation: 1 });
  const { variants } = await deriveAll(original);
  expect(await sharp(variants.w1440).metadata()).toMatchObject({ width: 120, height: 80 });
  const limits = { maxBytesEach: 1e6, targetBytes: 1e6, maxEdgePx: 2_048 };
  const sent = await normaliseForUpstream(original, { ...limits, formats: ["image/jpeg"] });
  expect(sent).toMatchObject({ width: 120, height: 80 });
  // Red at the top left, as in Chromium, which ignores the EXIF orientation here.
  const [red = 0, , blue = 0] = await colourAt(variants.w1440, 10, 10);
  expect(red).toBeGreaterThan(blue + 80);
});

test("uses a GIF's first frame", async () => {
  const { variants } = await deriveAll(await movingGif());
  expect((await sharp(variants.w256).metadata()).pages ?? 1).toBe(1);
  const [red = 0, green = 255, blue = 255] = await colourAt(variants.w256, 20, 20);
  expect(red).toBeGreaterThan(200);
  expect(Math.max(green, blue)).toBeLessThan(40);
});

test("keeps transparency", async () => {
  const { variants } = await deriveAll(await seeThrough());
  const { channels } = await sharp(variants.w256).stats();
  expect(channels[3]).toMatchObject({ min: 0, max: 255 });
});

test.each([
  ["grey", () => quarters().greyscale().toColourspace("b-w").png().toBuffer()],
  ["16 bits", () => quarters().toColourspace("rgb16").png().toBuffer()],
  ["a palette", () => quarters().png({ palette: true }).toBuffer()],
  ["CMYK", () => quarters().toColourspace("cmyk").jpeg().toBuffer()],
  ["a single pixel", () => quarters(2, 2).resize(1, 1).png().toBuffer()],
  ["a hair", () => quarters(3000, 2).png().toBuffer()],
])("accepts %s", async (_name, make) => {
  const { variants, thumbhash } = await deriveAll(await make());
  expect((await sharp(variants.w1440).metadata()).format).toBe("webp");
  expect(thumbhash).toMatch(/^[A-Za-z0-9+/]{7,}={0,2}$/);
});

test("the thumbhash matches the image", async () => {
  const sky = sharp({ create: { width: 600, height: 400, channels: 3, background: "#2747c7" } });
  const { thumbhash } = await deriveAll(await sky.png().toBuffer());
  const hash = Buffer.from(thumbhash, "base64");
  expect(hash.length).toBeLessThan(30);
  expect(thumbHashToApproximateAspectRatio(hash)).toBeCloseTo(1.5, 0);
  const { r, g, b } = thumbHashToAverageRGBA(hash);
  expect([r, g, b].map((level) => Math.round(level * 15))).toEqual([2, 4, 12]);
});

test("an error of keep is passed on, not turned into an image error", async () => {
  const bytes = await quarters().png().toBuffer();
  const full = new Error("no room");
  await expect(derive(bytes, () => Promise.reject(full))).rejects.toBe(full);
});

test("detects a truncated image and keeps nothing of it", async () => {
  const whole = await quarters(600, 400).jpeg().toBuffer();
  const kept: VariantName[] = [];
  const half = whole.subarray(0, whole.length >> 1);
  const failed = derive(half, async (name) => void kept.push(name));
  await expect(failed).rejects.toMatchObject({ reason: "corrupt" });
  expect(kept).toEqual([]);
});

test("concurrent calls all succeed", async () => {
  const bytes = await quarters().png().toBuffer();
  const all = await Promise.all(Array.from({ length: 12 }, () => deriveAll(bytes)));
  expect(new Set(all.map((one) => one.thumbhash)).size).toBe(1);
});
