import { expect, test } from "vitest";
import { sniff } from "./magic";

function container(major: string, ...compatible: string[]): Buffer {
  const brands = Buffer.from(`${major}\0\0\0\0${compatible.join("")}`, "latin1");
  const size = Buffer.alloc(4);
  size.writeUInt32BE(8 + brands.length);
  return Buffer.concat([size, Buffer.from("ftyp"), brands, Buffer.from("\0\0\0\u0010metaavif")]);
}

test.each([
  ["PNG", Buffer.from("\x89PNG\r\n\x1a\nIHDR", "latin1"), "image/png"],
  ["JPEG (JFIF)", Buffer.from([0xff, 0xd8, 0xff, 0xe0]), "image/jpeg"],
  ["JPEG (EXIF)", Buffer.from([0xff, 0xd8, 0xff, 0xe1]), "image/jpeg"],
  ["GIF 87a", Buffer.from("GIF87a...."), "image/gif"],
  ["GIF 89a", Buffer.from("GIF89a...."), "image/gif"],
  ["WebP", Buffer.from("RIFF\x10\0\0\0WEBPVP8 ", "latin1"), "image/webp"],
  ["AVIF", container("avif", "mif1", "miaf"), "image/avif"],
  ["AVIF behind a general brand", container("mif1", "miaf", "avif"), "image/avif"],
  ["moving AVIF", container("avis", "avif"), "image/avif"],
  ["HEIC", container("heic", "mif1"), "image/heic"],
  ["HEIC behind a general brand", container("mif1", "heic"), "image/heic"],
  ["a container with no codec named in it", container("mif1", "miaf"), null],
  ["MP4", container("isom", "avc1"), null],
  ["SVG", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), null],
  ["XML", Buffer.from('<?xml version="1.0"?><svg/>'), null],
  ["HTML", Buffer.from("<!doctype html><title>502</title>"), null],
  ["text", Buffer.from("this is no picture"), null],
  ["TIFF", Buffer.from("II*\0", "latin1"), null],
  ["BMP", Buffer.from("BM......"), null],
  ["RIFF of another kind", Buffer.from("RIFF\x10\0\0\0WAVEfmt ", "latin1"), null],
  ["PNG after a space", Buffer.from(" \x89PNG\r\n\x1a\n", "latin1"), null],
  ["half of PNG's signature", Buffer.from("\x89PNG", "latin1"), null],
  ["nothing", Buffer.alloc(0), null],
])("%s", (_name, bytes, media) => {
  expect(sniff(bytes)).toBe(media);
});

test("reads the view's own bytes, not its buffer's", () => {
  const whole = Buffer.from("....GIF89a......");
  expect(sniff(whole.subarray(4))).toBe("image/gif");
  expect(sniff(whole)).toBeNull();
});
