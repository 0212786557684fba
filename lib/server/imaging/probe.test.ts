import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readsHeic } from "./engine";
import { probe, verifyDecodes } from "./probe";
import { bombPng, movingGif, quarters, seeThrough, turnedJpeg } from "./samples";

const STILL = { width: 120, height: 80, orientation: 1, animated: false, hasAlpha: false };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "probe-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fileWith(name: string, bytes: Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

test.each([
  ["PNG", () => quarters().png().toBuffer(), { media: "image/png" }],
  [
    "interlaced PNG",
    () => quarters().png({ progressive: true }).toBuffer(),
    { media: "image/png" },
  ],
  ["PNG with alpha", () => seeThrough(), { media: "image/png", hasAlpha: true }],
  ["JPEG", () => quarters().jpeg().toBuffer(), { media: "image/jpeg" }],
  ["WebP", () => quarters().webp().toBuffer(), { media: "image/webp" }],
  ["AVIF", () => quarters().avif({ effort: 0 }).toBuffer(), { media: "image/avif" }],
  // A GIF may reserve a transparent colour even for an opaque image.
  ["GIF", () => quarters().gif().toBuffer(), { media: "image/gif", hasAlpha: expect.any(Boolean) }],
  [
    "moving GIF",
    () => movingGif(120, 80),
    { media: "image/gif", animated: true, hasAlpha: expect.any(Boolean) },
  ],
  [
    "JPEG turned by its EXIF",
    () => turnedJpeg(6),
    { media: "image/jpeg", width: 80, height: 120, orientation: 6 },
  ],
  ["JPEG upside down", () => turnedJpeg(3), { media: "image/jpeg", orientation: 3 }],
])("reads %s, from memory and from disk", async (name, make, expected) => {
  const bytes = await make();
  expect(await probe(bytes)).toEqual({ ...STILL, ...expected });
  expect(await probe(await fileWith(`${name}.bin`, bytes))).toEqual({ ...STILL, ...expected });
  await expect(verifyDecodes(bytes)).resolves.toBeUndefined();
});

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';

describe.each([
  ["an SVG", Buffer.from(SVG)],
  ["an SVG behind an XML line", Buffer.from(`<?xml version="1.0"?>\n${SVG}`)],
  ["HTML", Buffer.from("<!doctype html><h1>502 Bad Gateway</h1>")],
  ["a text", Buffer.from("I only say that I am a picture.\n".repeat(50))],
  ["nothing at all", Buffer.alloc(0)],
  ["a PDF", Buffer.from("%PDF-1.7\n")],
])("%s", (name, bytes) => {
  test("is unsupported, whatever its file name", async () => {
    const path = await fileWith(`${name}.png`, bytes);
    await expect(probe(bytes)).rejects.toMatchObject({ reason: "unsupported" });
    await expect(probe(path)).rejects.toMatchObject({ reason: "unsupported" });
    await expect(verifyDecodes(path)).rejects.toMatchObject({ reason: "unsupported" });
  });
});

test.skipIf(readsHeic())("HEIC is unsupported without its decoder", async () => {
  const heic = Buffer.from("\0\0\0\u0018ftypheic\0\0\0\0mif1heic\0\0\0\u0010meta", "latin1");
  await expect(probe(heic)).rejects.toMatchObject({ reason: "unsupported" });
});

test.each([50_000, 6325])(
  "a bomb of %i pixels an edge is refused without decoding",
  async (edge) => {
    const bomb = bombPng(edge);
    expect(bomb.length).toBeLessThan(300);
    await expect(probe(bomb)).rejects.toMatchObject({ reason: "too_large_pixels" });
    await expect(verifyDecodes(bomb)).rejects.toMatchObject({ reason: "too_large_pixels" });
  },
);

test("a size just below the limit is accepted", async () => {
  expect(await probe(bombPng(6324))).toMatchObject({ width: 6324, height: 6324 });
});

test("a GIF that claims 65,535 pixels an edge is refused", async () => {
  const bytes = await quarters().gif().toBuffer();
  const frame = bytes.indexOf(Buffer.from([0x2c, 0, 0, 0, 0, 120, 0, 80, 0]));
  expect(frame).toBeGreaterThan(0);
  for (const at of [6, 8, frame + 5, frame + 7]) bytes.writeUInt16LE(65_535, at);
  await expect(probe(bytes)).rejects.toMatchObject({ reason: "too_large_pixels" });
});

test.each([
  ["PNG", () => quarters().png().toBuffer()],
  ["interlaced PNG", () => quarters().png({ progressive: true }).toBuffer()],
  ["JPEG", () => quarters().jpeg().toBuffer()],
  ["progressive JPEG", () => quarters().jpeg({ progressive: true }).toBuffer()],
  ["WebP", () => quarters().webp().toBuffer()],
  ["AVIF", () => quarters().avif({ effort: 0 }).toBuffer()],
  ["GIF", () => quarters().gif().toBuffer()],
])("a truncated %s is corrupt", async (name, make) => {
  const whole = await make();
  for (const part of [0.6, 0.95]) {
    const path = await fileWith(`cut-${name}`, whole.subarray(0, Math.floor(whole.length * part)));
    await expect(verifyDecodes(path), `${part} of it`).rejects.toMatchObject({ reason: "corrupt" });
  }
});

test("a PNG signature followed by garbage is corrupt", async () => {
  const bytes = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(500, 7)]);
  await expect(probe(bytes)).rejects.toMatchObject({ reason: "corrupt" });
});

test("a missing file is not reported as a bad image", async () => {
  const path = join(folder, "absent.png");
  await expect(probe(path)).rejects.toMatchObject({ code: "ENOENT" });
  await expect(verifyDecodes(path)).rejects.toMatchObject({ code: "ENOENT" });
});
