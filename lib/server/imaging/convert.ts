import "server-only";
import type { PictureFormat } from "@/lib/contracts/picture-format";
import { runHeavy, type PictureSource, withPicture } from "./engine";

/** WebP's limit of an edge, in pixels; those of JPEG and PNG are beyond `MAX_PIXELS`. */
const WEBP_MAX_EDGE_PX = 16_383;

/**
 * An image in another format with the same pixels, upright, in sRGB, without metadata. Transparency becomes white in
 * JPEG. Throws `ImagingError`.
 */
export async function convertPicture(
  source: PictureSource,
  { format, quality }: PictureFormat,
): Promise<Buffer> {
  return runHeavy(() =>
    withPicture(source, (opened) => {
      const picture = opened.toColourspace("srgb");
      if (format === "png") return picture.png().toBuffer();
      if (format === "jpeg") {
        return picture.flatten({ background: "#ffffff" }).jpeg({ quality }).toBuffer();
      }
      const edge = WEBP_MAX_EDGE_PX;
      return picture
        .resize(edge, edge, { fit: "inside", withoutEnlargement: true })
        .webp({ quality })
        .toBuffer();
    }),
  );
}
