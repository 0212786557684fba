import "server-only";

/** A colour as "#rrggbb". */
export type Hex = string;
/** Red, green and blue in 0-255. */
export type Rgb = readonly [number, number, number];
/** OKLab: lightness 0-1, then the green-red and blue-yellow axes (Ottosson 2020). Mixing here keeps sunsets from going grey. */
type Lab = readonly [number, number, number];

export function rgbOf(hex: Hex): Rgb {
  const value = Number.parseInt(hex.slice(1, 7), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

export function hexOf(rgb: Rgb): Hex {
  return `#${rgb.map((channel) => clampByte(channel).toString(16).padStart(2, "0")).join("")}`;
}

function clampByte(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}

const toLinear = (channel: number) => {
  const value = channel / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
};
const fromLinear = (value: number) =>
  255 *
  (value <= 0.0031308
    ? 12.92 * value
    : 1.055 * Math.max(0, Math.min(1, value)) ** (1 / 2.4) - 0.055);

function labOf(hex: Hex): Lab {
  const [red, green, blue] = rgbOf(hex).map(toLinear) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function hexOfLab([lightness, a, b]: Lab): Hex {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return hexOf([
    fromLinear(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    fromLinear(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    fromLinear(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]);
}

/** From one colour (0) to another (1). */
export function mix(from: Hex, to: Hex, share: number): Hex {
  const a = labOf(from);
  const b = labOf(to);
  const at = (index: 0 | 1 | 2) => a[index] + (b[index] - a[index]) * share;
  return hexOfLab([at(0), at(1), at(2)]);
}

/** Lighter (positive) or darker (negative); 0.1 is a clear step. */
export function lighten(hex: Hex, amount: number): Hex {
  const [lightness, a, b] = labOf(hex);
  return hexOfLab([Math.max(0, Math.min(1, lightness + amount)), a, b]);
}

/** Times its chroma: 0 is grey, 1 unchanged. */
export function saturate(hex: Hex, factor: number): Hex {
  const [lightness, a, b] = labOf(hex);
  return hexOfLab([lightness, a * factor, b * factor]);
}

/** Turns the hue towards another colour's and keeps its own lightness, so that light stays where it was. */
export function tint(hex: Hex, towards: Hex, share: number): Hex {
  const [lightness, a, b] = labOf(hex);
  const [otherLightness, otherA, otherB] = labOf(towards);
  const shift = (otherLightness - lightness) * 0.12 * share;
  return hexOfLab([lightness + shift, a + (otherA - a) * share, b + (otherB - b) * share]);
}
