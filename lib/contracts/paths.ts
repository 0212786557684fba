import type { DerivativeWidth } from "@/lib/contracts/limits";

/** Bytes of an image: `original`, or a WebP whose longest edge has at most `variant` pixels. */
export function imageBytesPath(imageId: string, variant: "original" | DerivativeWidth): string {
  return `/api/images/${imageId}/${variant}`;
}

/** The original as a file that says how it was made. */
export function recipePath(imageId: string): string {
  return `${imageBytesPath(imageId, "original")}?recipe`;
}

/** The wall of the gallery at an image. */
export function galleryPathOf({ createdAt }: { createdAt: string }): string {
  return `/gallery?at=${Date.parse(createdAt)}`;
}

/** A search of the gallery; with an image of it open in the viewer. */
export function gallerySearchPath(
  query: string,
  image?: { id: string; createdAt: string },
): string {
  const search = new URLSearchParams({ q: query });
  if (image) {
    // The time of the image, so that the wall behind is where it is.
    search.set("at", String(Date.parse(image.createdAt)));
    search.set("image", image.id);
  }
  return `/gallery?${search.toString()}`;
}

/** The list of `usage.attempts` as one CSV. Takes the same query, without a cursor. */
export const ATTEMPTS_CSV_PATH = "/api/usage/attempts.csv";

/** The lists of `audit.list` and `instance.audit` as one CSV. Both take the same query, without a cursor. */
export const AUDIT_CSV_PATHS = {
  workspace: "/api/audit.csv",
  instance: "/api/instance/audit.csv",
} as const;

/** `usage.spending` as a CSV, by day, member, model and kind of key; takes the same query. */
export const SPENDING_CSV_PATH = "/api/usage/spending.csv";

/** The ZIP of a download. */
export function downloadPath(downloadId: string): string {
  return `/api/downloads/${downloadId}`;
}

/** Your account's data as a ZIP. */
export const ACCOUNT_EXPORT_PATH = "/api/account/export";

/** A profile picture, for members of a common workspace. Answers 204 where there is none to see. */
export function avatarPath(userId: string): string {
  return `/api/avatars/${userId}`;
}

export const EVENTS_PATH = "/api/events";
