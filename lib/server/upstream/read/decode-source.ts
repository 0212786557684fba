import "server-only";
import type { FailureCode } from "@/lib/contracts/failures";
import { DecodedTooLargeError, NotBase64Error, decodeBase64ToFile } from "./base64-file";
import type { ExtractedAnswer } from "./extract-base64";
import { writePercentDecoded } from "./percent-file";
import { PICTURE_MAX_BYTES } from "./picture-file";
import { splitDataUrl } from "./scan-data";

/** One way to get an image; sources are listed in order of preference. */
export type PictureSource =
  /** Decoded inline data, not yet checked to be an image. `declared` is its labelled type, for messages only. */
  | { kind: "file"; path: string; byteLength: number; declared: string | null }
  | { kind: "url"; url: string }
  | { kind: "unusable"; code: FailureCode };

/** Decodes a data URL or base64 of an answer into a new file at `path`. Undecodable data gives an `unusable` source. */
export async function decodeSource(
  form: "data-url" | "base64",
  value: string,
  answer: ExtractedAnswer,
  spoolPath: string,
  path: string,
): Promise<PictureSource> {
  const data =
    form === "data-url"
      ? splitDataUrl(value, answer.marks)
      : { media: "", isBase64: true, payload: value };
  if (!data) return { kind: "unusable", code: "invalid_image" };
  const declared = data.media || null;
  try {
    const byteLength = data.isBase64
      ? await decodeBase64ToFile(data.payload, answer, spoolPath, path, PICTURE_MAX_BYTES)
      : await writePercentDecoded(data.payload, path);
    return { kind: "file", path, byteLength, declared };
  } catch (error) {
    if (error instanceof NotBase64Error) return { kind: "unusable", code: "invalid_image" };
    if (error instanceof DecodedTooLargeError) return { kind: "unusable", code: "image_too_large" };
    throw error;
  }
}
