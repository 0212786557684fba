/** How wide and how high a picture is. Plain: the composer's first paint needs it, and none of `size-truth.ts`. */
export type Pixels = { width: number; height: number };

/** The pixels of "3840x2160"; null for what is none. */
export function parsePixels(size: string): Pixels | null {
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(size) ?? [];
  const pixels = { width: Number(width), height: Number(height) };
  return pixels.width > 0 && pixels.height > 0 ? pixels : null;
}
