import "server-only";

const ENDINGS: Record<string, string> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/webp": "webp",
  "image/gif": "gif",
  "image/avif": "avif",
  "image/heic": "heic",
};

/** What a file of this content type ends in, without the dot. */
export function endingOf(media: string): string {
  return ENDINGS[media] ?? "bin";
}

/**
 * "Old lighthouse, at night…" becomes "old-lighthouse-at-night"; letters of every script stay. Safe as a part of a file's
 * name everywhere: no dots, slashes or control characters. `fallback` where nothing is left.
 */
export function toFileStem(name: string, fallback = "picture"): string {
  const stem = name
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  return [...stem].slice(0, 60).join("") || fallback;
}
