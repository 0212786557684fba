import "server-only";
import { parsePixels } from "@/lib/contracts/pixels";
import { SEND_LIMITS } from "@/lib/server/upstream/send/client";

const MEBIBYTE = 1024 * 1024;
const ANSWER_MAX_BYTES = SEND_LIMITS.maxBodyBytes;

/** The largest image that the largest reply can hold in base64. */
const PICTURE_MAX_BYTES = (ANSWER_MAX_BYTES / 4) * 3;
/** Derivatives of one image, directories and related files, and database rows. */
const OVERHEAD_BYTES = 4 * MEBIBYTE;

/** Maximum disk space of one call, in bytes: reply, image and everything derived. */
export const WORST_CALL_BYTES = ANSWER_MAX_BYTES + PICTURE_MAX_BYTES + OVERHEAD_BYTES;

/**
 * Disk space that a call for an image of this size ("WxH") may need, in bytes: at most the uncompressed pixels with
 * alpha, plus a reply with that as base64. The maximum if the size is not known.
 */
export function roomOfCall(size: string | null): number {
  const pixels = size === null ? null : parsePixels(size);
  if (pixels === null) return WORST_CALL_BYTES;
  const pictureBytes = pixels.width * pixels.height * 4 + MEBIBYTE;
  const answerBytes = (pictureBytes / 3) * 4 + MEBIBYTE;
  return Math.min(WORST_CALL_BYTES, Math.ceil(pictureBytes + answerBytes) + OVERHEAD_BYTES);
}
