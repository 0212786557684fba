import "server-only";
import { readFile, stat } from "node:fs/promises";
import type { Media } from "../magic";
import { mendGif } from "./gif";
import { mendJpeg } from "./jpeg";
import { mendPng } from "./png";
import { mendWebp } from "./webp";

/** Larger than any image that is accepted. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * For a file that strict decoders refuse although its pixels are complete: a missing end marker, a wrong length in a
 * header, a damaged checksum. Returns bytes of the same image that decode strictly; the file itself is unchanged. Null
 * if pixels are missing or damaged, or no remedy is known.
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
