import "server-only";
import type { FailureCode } from "@/lib/contracts/failures";
import { DecodedTooLargeError, NotBase64Error, decodeBase64ToFile } from "./base64-file";
import type { LiftedAnswer } from "./extract-base64";
import { writePercentDecoded } from "./percent-file";
import { PICTURE_MAX_BYTES } from "./picture-file";
import { splitDataUrl } from "./scan-data";

/** Where one found picture can be had, the preferred way first. */
export type PictureSource =
  /** Inline data, decoded; not yet known to be a picture. `declared` is what its label said, for words only. */
  | { kind: "file"; path: string; byteLength: number; declared: string | null }
  | { kind: "url"; url: string }
  | { kind: "unusable"; code: FailureCode };

/** Decodes a data URL or base64 of an answer into a new file at `path`. What cannot be decoded is a source of no use. */
export async function decodeSource(
  form: "data-url" | "base64",
  value: string,
  answer: LiftedAnswer,
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
