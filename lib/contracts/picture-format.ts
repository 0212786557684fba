/** Formats into which an image can be converted on download. Plain data: addresses contain these names. */
export const PICTURE_FORMATS = ["png", "jpeg", "webp"] as const;
export type FormatName = (typeof PICTURE_FORMATS)[number];

/** `quality` from 1 to 100; ignored for PNG, which is lossless. */
export type PictureFormat = { format: FormatName; quality: number };

export type FormatVariant = `${FormatName}-${number}`;

/** The variant name of a format: "jpeg-90". */
export function variantOfFormat({ format, quality }: PictureFormat): FormatVariant {
  return `${format}-${quality}`;
}

/** Parses a variant name; null if it names no format. */
export function formatOfVariant(name: string): PictureFormat | null {
  const [, format, digits] = /^(\w+)-([1-9]\d{0,2})$/.exec(name) ?? [];
  const known = PICTURE_FORMATS.find((candidate) => candidate === format);
  const quality = Number(digits);
  return known === undefined || quality > 100 ? null : { format: known, quality };
}

/** "image/jpeg" and the like. */
export function mediaOfFormat(format: FormatName): `image/${FormatName}` {
  return `image/${format}`;
}
