import "server-only";
import { readFile, stat } from "node:fs/promises";
import type { Media } from "../magic";
import { mendGif } from "./gif";
import { mendJpeg } from "./jpeg";
import { mendPng } from "./png";
import { mendWebp } from "./webp";

/** Larger than any picture that is taken in. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * For a file that strict decoders refuse although its pixels are all there: a lost end mark, a wrong length in a header, a
 * damaged checksum. Gives bytes of the same picture that decode strictly; the file itself stays as it is.
 * Null where pixels are missing or damaged, or nothing is known to help.
 */
export async function mend(source: string | Buffer, media: Media): Promise<Buffer | null> {
  if (typeof source === "string" && (await stat(source)).size > MAX_BYTES) return null;
  const bytes = typeof source === "string" ? await readFile(source) : source;
  switch (media) {
    case "image/jpeg":
      return mendJpeg(bytes);
    case "image/png":
      return mendPng(bytes);
    case "image/webp":
      return mendWebp(bytes);
    case "image/gif":
      return mendGif(bytes);
    case "image/avif":
    case "image/heic":
      return null;
  }
}
