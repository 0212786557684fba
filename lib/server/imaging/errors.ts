import "server-only";
import type { UnreadKind } from "@/lib/contracts/upload-kinds";

/**
 * - `unsupported`: not an image type that this server reads (a text, an SVG, a HEIC without its decoder)
 * - `corrupt`: a supported type by its first bytes, but it cannot be decoded to its end
 * - `too_large_pixels`: more pixels than `MAX_PIXELS`, whatever the file's size
 */
export type ImagingReason = "unsupported" | "corrupt" | "too_large_pixels";

/** The bytes are at fault, not this server: a retry gives the same result. */
export class ImagingError extends Error {
  override readonly name = "ImagingError";
  constructor(
    readonly reason: ImagingReason,
    options?: ErrorOptions,
    /** For `unsupported`: the file's type, if its first bytes show it. */
    readonly kind: UnreadKind | null = null,
  ) {
    super(`picture ${reason}`, options);
  }
}

/** A missing file or a full disk is not the image's fault, and is passed on unchanged. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}

/** Maps sharp's error to a reason. Its message, which may contain paths, stays in `cause` only. */
export function toImagingError(error: unknown): unknown {
  if (error instanceof ImagingError || isSystemError(error) || !(error instanceof Error)) {
    return error;
  }
  if (error.message.startsWith("Input file is missing")) return error;
  if (/exceeds.* limit|too large/i.test(error.message)) {
    return new ImagingError("too_large_pixels", { cause: error });
  }
  return new ImagingError("corrupt", { cause: error });
}
