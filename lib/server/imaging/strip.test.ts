import sharp from "sharp";
import { expect, test } from "vitest";
import { stripMetadata } from "./strip";

const WORDS = "the secret lamp";
const XMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/">${WORDS}</x:xmpmeta>`;

const picture = (orientation = 1) =>
  sharp({
    create: { width: 64, height: 40, channels: 3, background: "#2468ac" },
  })
    .composite([
      {
        input: { create: { width: 20, height: 10, channels: 3, background: "#fff" } },
        left: 0,
        top: 0,
      },
    ])
    .withExif({ IFD0: { ImageDescription: WORDS, Copyright: "Maya" } })
    .withXmp(XMP)
    .withIccProfile("p3")
    .withMetadata({ orientation });

const FILES = [
  ["PNG", 1, () => picture().png()],
  ["turned PNG", 6, () => picture(6).png()],
  ["JPEG", 1, () => picture().jpeg()],
  ["progressive JPEG", 1, () => picture().jpeg({ progressive: true })],
  ["turned JPEG", 6, () => picture(6).jpeg()],
  ["WebP", 1, () => picture().webp()],
  ["turned WebP", 6, () => picture(6).webp({ lossless: true })],
] as const;

test.each(FILES)("a %s keeps its pixels, colours and orientation alone", async (_, turn, draw) => {
  const made = await draw().toBuffer();
  const before = Buffer.concat([made, Buffer.from(`${WORDS} after the end`)]);
  expect(made.includes(WORDS)).toBe(true);
  const after = await stripMetadata(before);
  if (after === null) throw new Error("it can be stripped");
  expect(after.includes(WORDS)).toBe(false);
  expect(after.includes("Maya")).toBe(false);
  const [old, now] = [await sharp(made).metadata(), await sharp(after).metadata()];
  expect(now.orientation ?? 1).toBe(turn);
  expect(now.icc).toEqual(old.icc);
  expect(now.xmp).toBeUndefined();
  expect(await sharp(after).raw().toBuffer()).toEqual(await sharp(made).raw().toBuffer());
});

test("a file that is cut off, and one of another format, are left to be encoded again", async () => {
  const jpeg = await picture().jpeg().toBuffer();
  expect(await stripMetadata(jpeg.subarray(0, jpeg.length - 40)).catch(() => null)).toBeNull();
  expect(await stripMetadata(await picture().gif().toBuffer())).toBeNull();
});
