/** The formats in which a picture is handed out other than as it came. Plain: names of addresses are made of it. */
export const PICTURE_FORMATS = ["png", "jpeg", "webp"] as const;
export type FormatName = (typeof PICTURE_FORMATS)[number];

/** `quality` from 1 to 100; it says nothing of PNG, which is lossless. */
export type PictureFormat = { format: FormatName; quality: number };

export type FormatVariant = `${FormatName}-${number}`;

/** The format as a variant's name: "jpeg-90". */
export function variantOfFormat({ format, quality }: PictureFormat): FormatVariant {
  return `${format}-${quality}`;
}

/** The format that a variant's name stands for; null for all other names. */
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
