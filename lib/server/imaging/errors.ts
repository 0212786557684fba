import "server-only";
import type { UnreadKind } from "@/lib/contracts/upload-kinds";

/**
 * - `unsupported`: not a picture of a kind that this server reads (a text, an SVG, a HEIC without its decoder)
 * - `corrupt`: of such a kind by its first bytes, but it cannot be decoded to its end
 * - `too_large_pixels`: more pixels than `MAX_PIXELS`, whatever the file's size
 */
export type ImagingReason = "unsupported" | "corrupt" | "too_large_pixels";

/** The bytes are at fault, not this server: trying again gives the same answer. */
export class ImagingError extends Error {
  override readonly name = "ImagingError";
  constructor(
    readonly reason: ImagingReason,
    options?: ErrorOptions,
    /** What an `unsupported` file is, where its first bytes tell. */
    readonly kind: UnreadKind | null = null,
  ) {
    super(`picture ${reason}`, options);
  }
}

/** A missing file or a full disk is not the picture's fault, and stays the error that it is. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}

/** Gives sharp's error its reason. Its own words (which may hold paths) stay in `cause` alone. */
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
