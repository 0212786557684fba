import "server-only";
import sharp from "sharp";
import { runHeavy } from "./engine";

const WIDTH = 1_200;
const HEIGHT = 630;
const MAX_BYTES = 300_000;
const QUALITIES = [82, 70, 55, 40] as const;
const WALL = "#121211";

/** A picture for link previews: the image whole on a dark wall; without one, three frames one behind the other. */
export async function drawCard(image: Buffer | null): Promise<Buffer> {
  return runHeavy(async () => {
    const wall = { width: WIDTH, height: HEIGHT, channels: 3 as const, background: WALL };
    const input =
      image === null
        ? Buffer.from(FRAMES)
        : await sharp(image)
            .resize(WIDTH - 80, HEIGHT - 80, { fit: "inside" })
            .png()
            .toBuffer();
    const card = await sharp({ create: wall })
      .composite([{ input, gravity: "centre" }])
      .removeAlpha()
      .raw()
      .toBuffer();
    for (const quality of QUALITIES) {
      const raw = { width: WIDTH, height: HEIGHT, channels: 3 as const };
      const bytes = await sharp(card, { raw }).jpeg({ quality, mozjpeg: true }).toBuffer();
      if (bytes.length <= MAX_BYTES || quality === QUALITIES.at(-1)) return bytes;
    }
    throw new Error("one quality is the last");
  });
}

const frame = (inset: number, opacity: number) =>
  `<rect x="${inset}" y="${inset}" width="${360 - inset}" height="${270 - inset}" rx="4" fill="none" stroke="#F2EFE8" stroke-opacity="${opacity}" stroke-width="3"/>`;
const FRAMES = `<svg xmlns="http://www.w3.org/2000/svg" width="420" height="330" viewBox="-10 -10 420 330">${frame(0, 0.25)}<g transform="translate(20 20)">${frame(0, 0.5)}</g><g transform="translate(40 40)"><rect width="360" height="270" rx="4" fill="#1A1A18" stroke="#FF6B4A" stroke-width="3"/></g></svg>`;
