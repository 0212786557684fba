/** Width and height of an image. Separate from `size-truth.ts`, which the composer's first paint does not need. */
export type Pixels = { width: number; height: number };

/** Parses "3840x2160"; null if invalid. */
export function parsePixels(size: string): Pixels | null {
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(size) ?? [];
  const pixels = { width: Number(width), height: Number(height) };
  return pixels.width > 0 && pixels.height > 0 ? pixels : null;
}
