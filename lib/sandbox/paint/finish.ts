import "server-only";
import { peek } from "../random";
import sharp from "sharp";
import type { Finish } from "../scene/scene";
import { drainColour } from "../styles/drawn";
import { addTooth } from "../styles/texture";
import { blurred, fromRaster, type Raster, toRaster } from "./raster";
import { escaped } from "./svg";

/** Post-processing of a painted picture: colour, light, blur, captions, rotation. */
export async function applyFinish(picture: Raster, finish: Finish, seed: number): Promise<Raster> {
  let work = picture;
  if (finish.warmth !== 0 || finish.light !== 0 || finish.contrast !== 0 || finish.chroma !== 0)
    work = await graded(work, finish);
  if (finish.mono !== "none") work = await drainColour(work, finish.mono === "sepia");
  if (finish.blur > 0) work = await blurAround(work, finish.blur);
  if (finish.mirror) work = await toRaster(fromRaster(work).flop());
  if (finish.upsideDown) work = await toRaster(fromRaster(work).flip());
  const cover = coverOf(work.width, work.height, finish);
  if (cover) work = await toRaster(fromRaster(work).composite([{ input: cover }]));
  if (finish.grain > 0) work = addTooth(work, seed, 0.05 * finish.grain);
  if (finish.quarterTurns > 0)
    work = await toRaster(fromRaster(work).rotate(finish.quarterTurns * 90));
  return work;
}

/** Steps of warmth shift red against blue; each step of light is a tenth of the range. */
async function graded(picture: Raster, finish: Finish): Promise<Raster> {
  const contrast = 1 + finish.contrast * 0.16;
  const lift = 128 * (1 - contrast) + finish.light * 20;
  const gain = 1 + finish.light * 0.035;
  const warm = finish.warmth;
  return toRaster(
    fromRaster(picture)
      .modulate({ saturation: Math.max(0.1, 1 + finish.chroma * 0.28 + Math.abs(warm) * 0.03) })
      .linear(
        [
          contrast * gain * (1 + warm * 0.055),
          contrast * gain * (1 + warm * 0.008),
          contrast * gain * (1 - warm * 0.085),
        ],
        [lift + warm * 5, lift + warm * 1, lift - warm * 5],
      ),
  );
}

/** Keeps a wide oval below the centre sharp and blurs towards the edges. */
async function blurAround(picture: Raster, strength: number): Promise<Raster> {
  const { width, height } = picture;
  const soft = await blurred(picture, Math.sqrt(width * height) * 0.0055 * (1 + strength));
  const out = { width, height, data: new Uint8Array(picture.data) };
  for (let y = 0; y < height; y += 1) {
    const dy = (y / height - 0.64) / 0.34;
    for (let x = 0; x < width; x += 1) {
      const dx = (x / width - 0.54) / 0.42;
      const share = Math.max(0, Math.min(1, (Math.sqrt(dx * dx + dy * dy) - 0.5) / 0.55));
      if (share === 0) continue;
      const at = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        const sharpest = peek(picture.data, at + channel);
        out.data[at + channel] = sharpest + (peek(soft.data, at + channel) - sharpest) * share;
      }
    }
  }
  return out;
}

/** Vignette, border and captions as one transparent layer. */
function coverOf(width: number, height: number, finish: Finish): Buffer | undefined {
  const unit = Math.sqrt(width * height);
  let body = "";
  if (finish.vignette) {
    body += `<radialGradient id="v" cx="0.5" cy="0.48" r="0.74"><stop offset="0.5" stop-color="#000" stop-opacity="0"/><stop offset="1" stop-color="#06060c" stop-opacity="0.62"/></radialGradient><rect width="${width}" height="${height}" fill="url(#v)"/>`;
  }
  if (finish.border) {
    const margin = unit * 0.036;
    body += `<path fill-rule="evenodd" fill="#fbfaf7" d="M0,0H${width}V${height}H0ZM${margin},${margin}V${height - margin}H${width - margin}V${margin}Z"/>`;
  }
  const safe = finish.captions.filter((caption) => caption.trim() !== "");
  safe.forEach((caption, index) => {
    // A wide character counts as one em, a narrow one as a little over half.
    const ems = [...caption].reduce(
      (sum, character) => sum + (/[\u2e80-\uffef]/u.test(character) ? 1.04 : 0.56),
      0,
    );
    const size = Math.min(unit * 0.085, (width * 0.84) / Math.max(1, ems));
    const y = height * 0.17 + index * size * 1.5;
    const shared = `x="${width / 2}" y="${y}" text-anchor="middle" font-family="Instrument Serif, Noto Serif CJK SC, Noto Serif SC, Songti SC, Georgia, DejaVu Serif, serif" font-size="${size}" letter-spacing="${size * 0.02}"`;
    body += `<text ${shared} fill="#10121a" opacity="0.4" dx="${size * 0.03}" dy="${size * 0.04}">${escaped(caption)}</text><text ${shared} fill="#fffaf0">${escaped(caption)}</text>`;
  });
  if (body === "") return undefined;
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${body}</svg>`,
  );
}

/** Crops to a closer view, slightly right of and below the centre, and enlarges it to the full size. */
export async function zoomed(picture: Raster, zoom: number): Promise<Raster> {
  if (zoom <= 1.001) return picture;
  const width = Math.max(8, Math.round(picture.width / zoom));
  const height = Math.max(8, Math.round(picture.height / zoom));
  const left = Math.round((picture.width - width) * 0.66);
  const top = Math.round((picture.height - height) * 0.52);
  return toRaster(
    sharp(picture.data, { raw: { width: picture.width, height: picture.height, channels: 3 } })
      .extract({ left, top, width, height })
      .resize(picture.width, picture.height, { fit: "fill", kernel: "lanczos3" }),
  );
}
