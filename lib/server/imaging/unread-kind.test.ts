import sharp from "sharp";
import { expect, test } from "vitest";
import { identify, readsHeic } from "./engine";
import { solidPng } from "./colour";
import { unreadKind } from "./unread-kind";

const latin1 = (text: string) => Buffer.from(text, "latin1");
const HEIC = latin1("\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x10meta");

test.each([
  ["HEIC", HEIC],
  ["HEIC", latin1("\0\0\0\x18ftypmif1\0\0\0\0mif1heic\0\0\0\x10meta")],
  ["TIFF", latin1("II*\0\x08\0\0\0")],
  ["TIFF", latin1("MM\0*\0\0\0\x08")],
  ["BMP", latin1("BM\x36\0\0\0\0\0\0\0\x36\0\0\0")],
  ["JPEG XL", latin1("\xff\x0a\xfa\x7f")],
  ["JPEG XL", latin1("\0\0\0\x0cJXL \r\n\x87\n")],
  ["PDF", latin1("%PDF-1.7\n")],
  ["SVG", latin1('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg">')],
  ["SVG", latin1("\xef\xbb\xbf<svg>")],
  [null, latin1("BMW is not a bitmap")],
  [null, latin1("I only say that I am a picture")],
  [null, latin1("<!doctype html>")],
  [null, Buffer.alloc(0)],
])("%s is detected by its first bytes", (kind, bytes) => expect(unreadKind(bytes)).toBe(kind));

test("readable types have no such name", async () => {
  const png = await solidPng([1, 2, 3], 8);
  for (const bytes of [
    png,
    await sharp(png).jpeg().toBuffer(),
    await sharp(png).avif().toBuffer(),
  ]) {
    expect(unreadKind(bytes)).toBeNull();
  }
});

test.skipIf(readsHeic())("the refusal of a HEIC names it", async () => {
  await expect(identify(HEIC)).rejects.toMatchObject({ reason: "unsupported", kind: "HEIC" });
});
