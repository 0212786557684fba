import "server-only";
import { parsePixels } from "@/lib/contracts/pixels";
import { SEND_LIMITS } from "@/lib/server/upstream/send/client";

const MEBIBYTE = 1024 * 1024;
const ANSWER_MAX_BYTES = SEND_LIMITS.maxBodyBytes;

/** A picture may be as large as base64 in the largest answer can be. */
const PICTURE_MAX_BYTES = (ANSWER_MAX_BYTES / 4) * 3;
/** Previews of one picture, the folders and files around it, and the rows about it. */
const BESIDES_BYTES = 4 * MEBIBYTE;

/** The most that one call can need: its answer, its picture, and what is made of it. In bytes. */
export const WORST_CALL_BYTES = ANSWER_MAX_BYTES + PICTURE_MAX_BYTES + BESIDES_BYTES;

/**
 * What a call for a picture of this size ("WxH") may need on the disk, in bytes. Where exact pixels are asked for, it is at
 * most what they take up uncompressed, with alpha, and its answer that as base64. Else nobody knows beforehand.
 */
export function roomOfCall(size: string | null): number {
  const pixels = size === null ? null : parsePixels(size);
  if (pixels === null) return WORST_CALL_BYTES;
  const pictureBytes = pixels.width * pixels.height * 4 + MEBIBYTE;
  const answerBytes = (pictureBytes / 3) * 4 + MEBIBYTE;
  return Math.min(WORST_CALL_BYTES, Math.ceil(pictureBytes + answerBytes) + BESIDES_BYTES);
}
