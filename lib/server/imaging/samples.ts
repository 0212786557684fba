import "server-only";
import { crc32, deflateSync } from "node:zlib";
import sharp, { type Sharp } from "sharp";

/** Images for tests, generated: small, varied, and the same on each run. */

/**
 * Four quarters (red, green, blue, yellow from the top left) with a little texture, so that no encoder finds it
 * trivial.
 */
export function quarters(width = 120, height = 80): Sharp {
  const pixels = Buffer.alloc(width * height * 3);
  const colours = [
    [200, 30, 30],
    [30, 160, 30],
    [30, 30, 200],
    [220, 200, 40],
  ];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const quarter = (y < height / 2 ? 0 : 2) + (x < width / 2 ? 0 : 1);
      const grain = (x * 7 + y * 13 + ((x * y) % 11)) % 17;
      for (const [channel, level] of (colours[quarter] ?? []).entries()) {
        pixels[(y * width + x) * 3 + channel] = level + grain;
      }
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** Incompressible noise from a fixed generator. */
export function noise(width: number, height: number, channels: 3 | 4 = 3): Sharp {
  const pixels = Buffer.alloc(width * height * channels);
  let state = 42;
  for (let at = 0; at < pixels.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    pixels[at] = state >>> 24;
  }
  return sharp(pixels, { raw: { width, height, channels } });
}

/** `quarters` with a transparent left half. */
export async function seeThrough(width = 120, height = 80): Promise<Buffer> {
  const alpha = await sharp({
    create: { width: width / 2, height, channels: 3, background: "black" },
  })
    .extend({ right: width / 2, background: "white" })
    .extractChannel(0)
    .raw()
    .toBuffer();
  return quarters(width, height)
    .joinChannel(alpha, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();
}

/** A GIF of three frames: red, green, blue. */
export async function movingGif(width = 60, height = 40): Promise<Buffer> {
  const frames = await Promise.all(
    ["#ff0000", "#00ff00", "#0000ff"].map((background) =>
      sharp({ create: { width, height, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  );
  return sharp(frames, { join: { animated: true } })
    .gif({ delay: [80, 80, 80] })
    .toBuffer();
}

/** A JPEG with an EXIF orientation (1-8), and a camera name to search for. */
export function turnedJpeg(orientation: number, width = 120, height = 80): Promise<Buffer> {
  return quarters(width, height)
    .jpeg({ quality: 95 })
    .withExif({ IFD0: { Make: "PentimentoCamera" } })
    .withMetadata({ orientation })
    .toBuffer();
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** A few hundred bytes that claim to be a grey image of `edge` × `edge` pixels. */
export function bombPng(edge: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(edge, 0);
  header.writeUInt32BE(edge, 4);
  header.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk("IHDR", header),
    pngChunk("IDAT", deflateSync(Buffer.alloc(4096))),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}
