import { writeFile } from "node:fs/promises";
import sharp from "sharp";
import { type StoredPicture, saveBlob, storePicture } from "@/lib/server/domain/images/ingest";
import { withIncomingFile } from "@/lib/server/domain/images/upload";
import { inTransaction } from "@/lib/server/db";

const SHAPES = [
  { width: 192, height: 128 },
  { width: 128, height: 192 },
  { width: 160, height: 160 },
];

/** Stores `count` small images of different colours with their derivatives. */
export async function storeFiles(count: number): Promise<StoredPicture[]> {
  const stored: StoredPicture[] = [];
  for (let n = 0; n < count; n += 1) {
    const { width, height } = SHAPES[n % SHAPES.length] ?? { width: 160, height: 160 };
    const hue = Math.round((360 * n) / count);
    const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
      <defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="hsl(${hue},45%,78%)"/>
      <stop offset="1" stop-color="hsl(${(hue + 40) % 360},55%,38%)"/></linearGradient></defs>
      <rect width="100%" height="100%" fill="url(#sky)"/>
      <circle cx="${30 + ((n * 37) % 90)}" cy="${30 + ((n * 53) % 60)}" r="${12 + (n % 14)}" fill="#fff8e8"/></svg>`;
    const bytes = await sharp(Buffer.from(drawing)).png().toBuffer();
    const picture = await withIncomingFile(async (file) => {
      await writeFile(file, bytes);
      return storePicture(file);
    });
    await inTransaction((tx) => saveBlob(tx, picture));
    stored.push(picture);
  }
  return stored;
}
