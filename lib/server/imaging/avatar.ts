import "server-only";
import { runHeavy, withPicture, type PictureSource } from "./engine";

/** Large enough for the settings' own page on a dense screen; everywhere else it is shown far smaller. */
export const AVATAR_EDGE_PX = 256;

/**
 * The largest square of a picture's middle as a small WebP, upright, metadata stripped (a photograph tells where it was
 * taken). Throws `ImagingError`.
 */
export async function squareAvatar(source: PictureSource): Promise<Buffer> {
  return runHeavy(() =>
    withPicture(source, (picture) =>
      picture
        .resize(AVATAR_EDGE_PX, AVATAR_EDGE_PX, { fit: "cover", position: "centre" })
        // The first letter of the name stands beneath.
        .flatten({ background: "#ffffff" })
        .toColourspace("srgb")
        .webp({ quality: 84 })
        .toBuffer(),
    ),
  );
}
