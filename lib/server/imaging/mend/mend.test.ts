import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { convertPicture } from "../convert";
import { cropToSize } from "../crop";
import { derive } from "../derive";
import { normaliseForUpstream } from "../normalise";
import { probe, verifyDecodes } from "../probe";
import { bombPng, movingGif, noise, quarters, seeThrough } from "../samples";
import type { Media } from "../magic";
import { mend } from "./mend";

/** The visible pixels, as a decoder returns them from the complete file. */
const pixelsOf = (bytes: Buffer) => sharp(bytes).raw().toBuffer();

const without = (bytes: Buffer, count: number) => bytes.subarray(0, bytes.length - count);
const half = (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1);
const behind = (bytes: Buffer, text: string) => Buffer.concat([bytes, Buffer.from(text)]);
const END_MARK = Buffer.from([0xff, 0xd9]);

function withRiffSize(bytes: Buffer, change: number): Buffer {
  const changed = Buffer.from(bytes);
  changed.writeUInt32LE(changed.readUInt32LE(4) + change, 4);
  return changed;
}

/** Changes one byte, so that a checksum over it is wrong. */
function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 0xff;
  return changed;
}

const jpeg = () => quarters(200, 150).jpeg().toBuffer();
const progressive = () => quarters(200, 150).jpeg({ progressive: true }).toBuffer();
const png = () => quarters(200, 150).png().toBuffer();
const interlaced = () => quarters(201, 149).png({ progressive: true }).toBuffer();
const webp = () => quarters(200, 150).webp().toBuffer();
const lossless = () => quarters(200, 150).webp({ lossless: true }).toBuffer();
const gif = () => quarters(200, 150).gif().toBuffer();
const described = () =>
  quarters(200, 150)
    .webp()
    .withExif({ IFD0: { Make: "PentimentoCamera" } })
    .toBuffer();

type Sample = [string, Media, () => Promise<Buffer>, (bytes: Buffer) => Buffer];

/** All pixels are there, but the file is malformed. */
const WHOLE: Sample[] = [
  ["a JPEG without its end mark", "image/jpeg", jpeg, (all) => without(all, 2)],
  ["a JPEG with half an end mark", "image/jpeg", jpeg, (all) => without(all, 1)],
  [
    "a JPEG with words behind its end mark",
    "image/jpeg",
    jpeg,
    (all) => behind(all, "x".repeat(99_999)),
  ],
  ["a progressive JPEG without its end mark", "image/jpeg", progressive, (all) => without(all, 2)],
  [
    "a JPEG cut in a comment behind its picture",
    "image/jpeg",
    jpeg,
    (all) => Buffer.concat([without(all, 2), Buffer.from([0xff, 0xfe, 0x01, 0x00, 0x41])]),
  ],
  ["a PNG without its end", "image/png", png, (all) => without(all, 12)],
  ["a PNG cut in its end", "image/png", png, (all) => without(all, 5)],
  ["a PNG cut in its last checksum", "image/png", png, (all) => without(all, 14)],
  ["a PNG cut in the checksum of its pixels", "image/png", png, (all) => without(all, 18)],
  ["a PNG without the checksum of its pixels", "image/png", png, (all) => without(all, 20)],
  ["a PNG whose last checksum is wrong", "image/png", png, (all) => flipped(all, all.length - 13)],
  ["an interlaced PNG without checksums", "image/png", interlaced, (all) => without(all, 20)],
  [
    "a see-through PNG without checksums",
    "image/png",
    () => seeThrough(),
    (all) => without(all, 20),
  ],
  ["a WebP whose RIFF size is too small", "image/webp", webp, (all) => withRiffSize(all, -2)],
  ["a WebP whose RIFF size is too large", "image/webp", webp, (all) => withRiffSize(all, 8)],
  ["a lossless WebP with an odd RIFF size", "image/webp", lossless, (all) => withRiffSize(all, 1)],
  ["a WebP cut in the EXIF behind it", "image/webp", described, (all) => without(all, 5)],
  ["a GIF without its trailer", "image/gif", gif, (all) => without(all, 1)],
  ["a GIF without its last marks", "image/gif", gif, (all) => without(all, 2)],
  ["a moving GIF without its last marks", "image/gif", () => movingGif(), (all) => without(all, 2)],
];

describe("an image with all its pixels is accepted", () => {
  test.each(WHOLE)("%s", async (_name, media, make, spoil) => {
    const bytes = await make();
    const spoiled = spoil(bytes);
    await expect(verifyDecodes(spoiled)).resolves.toBeUndefined();
    const { width, height } = await probe(bytes);
    expect(await probe(spoiled)).toMatchObject({ media, width, height });
    const mended = (await mend(spoiled, media)) ?? spoiled;
    expect(await pixelsOf(mended)).toEqual(await pixelsOf(bytes));
  });
});

/** Pixels are missing or damaged. */
const BROKEN: Sample[] = [
  ["half a JPEG", "image/jpeg", jpeg, half],
  ["a JPEG that lacks its last rows", "image/jpeg", jpeg, (all) => without(all, 200)],
  [
    "a progressive JPEG that lacks the end of its last scan",
    "image/jpeg",
    progressive,
    (all) => without(all, 40),
  ],
  ["half a progressive JPEG", "image/jpeg", progressive, half],
  [
    "a progressive JPEG that lacks whole scans",
    "image/jpeg",
    progressive,
    (all) => firstScans(all, 2),
  ],
  ["half a PNG", "image/png", png, half],
  [
    "a PNG that lacks its last bytes of pixels",
    "image/png",
    () => noise(90, 60).png().toBuffer(),
    (all) => without(all, 60),
  ],
  ["half an interlaced PNG", "image/png", interlaced, half],
  [
    "a PNG with a damaged pixel",
    "image/png",
    () => noise(90, 60).png().toBuffer(),
    (all) => flipped(all, all.length >> 1),
  ],
  ["half a WebP", "image/webp", webp, half],
  ["half a lossless WebP", "image/webp", lossless, half],
  ["half a GIF", "image/gif", gif, half],
  ["a GIF that lacks its last pixels", "image/gif", gif, (all) => without(all, 60)],
  ["a moving GIF cut in its last frame", "image/gif", () => noiseGif(), (all) => without(all, 900)],
  [
    "an AVIF without its last bytes",
    "image/avif",
    () => quarters().avif({ effort: 0 }).toBuffer(),
    (all) => without(all, 9),
  ],
];

describe("an image that lacks pixels is refused", () => {
  test.each(BROKEN)("%s", async (_name, media, make, spoil) => {
    const spoiled = spoil(await make());
    expect(await mend(spoiled, media)).toBeNull();
  });

  test.each(BROKEN.filter(([name]) => !name.includes("moving")))(
    "%s, when it is stored",
    async (_name, _media, make, spoil) => {
      const spoiled = spoil(await make());
      await expect(verifyDecodes(spoiled)).rejects.toMatchObject({ reason: "corrupt" });
    },
  );
});

/** Truncates after the nth scan, so that the file ends between two. */
function firstScans(bytes: Buffer, count: number): Buffer {
  let at = 0;
  for (let seen = 0; seen <= count; seen += 1)
    at = bytes.indexOf(Buffer.from([0xff, 0xda]), at + 2);
  // The tables of the next scan come before it.
  return bytes.subarray(0, at);
}

async function noiseGif(): Promise<Buffer> {
  const frames = await Promise.all([
    noise(60, 40).png().toBuffer(),
    noise(60, 40).negate().png().toBuffer(),
  ]);
  return sharp(frames, { join: { animated: true } })
    .gif({ delay: [80, 80] })
    .toBuffer();
}

test("a mended image works everywhere, and its stored bytes are unchanged", async () => {
  const spoiled = without(await jpeg(), 2);
  const before = Buffer.from(spoiled);
  const kept: string[] = [];
  expect(await derive(spoiled, async (name) => void kept.push(name))).not.toBe("");
  expect(kept.toSorted()).toEqual(["w1440", "w256", "w512"]);
  expect(await cropToSize(spoiled, { width: 50, height: 50 })).toMatchObject({ width: 50 });
  const converted = await convertPicture(spoiled, { format: "png", quality: 90 });
  expect(await sharp(converted).metadata()).toMatchObject({ width: 200, height: 150 });
  const limits = { maxBytesEach: 1e6, targetBytes: 1e6, maxEdgePx: 2_048 };
  const sent = await normaliseForUpstream(spoiled, { ...limits, formats: ["image/jpeg"] });
  expect(sent.buffer.subarray(-2)).toEqual(END_MARK);
  expect(spoiled).toEqual(before);
});

test("a PNG that decompresses to more than its header says is not read to its end", async () => {
  const bomb = without(bombPng(2), 12 + 4 + 4);
  const mended = await mend(bomb, "image/png");
  expect(mended?.length ?? 0).toBeLessThan(200);
});
