import "server-only";
import type { PictureFormat } from "@/lib/contracts/picture-format";
import { runHeavy, type PictureSource, withPicture } from "./engine";

/** WebP's own limit of an edge, in pixels; JPEG's and PNG's are beyond what is decoded. */
const WEBP_MAX_EDGE_PX = 16_383;

/**
 * A picture in another format, of the same pixels, upright, in sRGB, without metadata. What shows through becomes white in
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
