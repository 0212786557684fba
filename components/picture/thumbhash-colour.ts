import { thumbhashBytes } from "@/components/picture/thumbhash-bytes";

/**
 * The picture's average colour as CSS. The hash starts with it: lightness and two colour differences, six bits each.
 * Decoded here because the thumbhash library loads later.
 */
export function thumbhashColour(base64: string): string | undefined {
  const [first, second, third] = thumbhashBytes(base64) ?? [];
  if (first === undefined || second === undefined || third === undefined) return undefined;
  const header = first | (second << 8) | (third << 16);
  const lightness = (header & 63) / 63;
  const yellowness = ((header >> 6) & 63) / 31.5 - 1;
  const redness = ((header >> 12) & 63) / 31.5 - 1;
  const blue = lightness - (2 / 3) * yellowness;
  const red = (3 * lightness - blue + redness) / 2;
  const green = red - redness;
  return `rgb(${channel(red)} ${channel(green)} ${channel(blue)})`;
}

function channel(share: number): number {
  return Math.round(Math.min(1, Math.max(0, share)) * 255);
}
