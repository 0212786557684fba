import "server-only";
import { MAX_PIXELS, runHeavy, withPicture, type PictureSource } from "./engine";

export interface CroppedPicture {
  readonly buffer: Buffer;
  readonly media: "image/png";
  readonly width: number;
  readonly height: number;
}

/**
 * Cuts the largest centred part with the given proportions and scales it, up or down, to exactly `width` × `height`
 * pixels. Lossless PNG, upright, without metadata. Throws `ImagingError`, and `RangeError` for a size that is not in
 * whole pixels or above `MAX_PIXELS`.
 */
export async function cropToSize(
  source: PictureSource,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<CroppedPicture> {
  const whole = Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0;
  if (!whole || width * height > MAX_PIXELS) {
    throw new RangeError(`no picture can be ${width} × ${height} pixels`);
  }
  return runHeavy(async () => {
    const buffer = await withPicture(source, (picture) =>
      picture
        .resize(width, height, { fit: "cover", position: "centre" })
        .toColourspace("srgb")
        .png()
        .toBuffer(),
    );
    return { buffer, media: "image/png", width, height };
  });
}
