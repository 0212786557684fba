import "server-only";
import { runHeavy, withPicture, type PictureSource } from "./engine";

/** Enough for the profile page on a dense screen; it is shown smaller everywhere else. */
export const AVATAR_EDGE_PX = 256;

/**
 * The largest centred square of an image as a small WebP, upright, without metadata (a photograph contains its
 * location). Throws `ImagingError`.
 */
export async function squareAvatar(source: PictureSource): Promise<Buffer> {
  return runHeavy(() =>
    withPicture(source, (picture) =>
      picture
        .resize(AVATAR_EDGE_PX, AVATAR_EDGE_PX, { fit: "cover", position: "centre" })
        // Otherwise the name's initial, drawn underneath, would show through.
        .flatten({ background: "#ffffff" })
        .toColourspace("srgb")
        .webp({ quality: 84 })
        .toBuffer(),
    ),
  );
}
