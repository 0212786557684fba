import { thumbHashToAverageRGBA, thumbHashToDataURL } from "thumbhash";

/** A picture's blur as a data URL, or null where the hash cannot be read: a placeholder may never break a page. */
export function thumbhashUrl(base64: string): string | null {
  return decoded(base64, thumbHashToDataURL);
}

/** The picture's average colour as CSS, for where even the blur would be too much. */
export function thumbhashColour(base64: string): string | undefined {
  const colour = decoded(base64, thumbHashToAverageRGBA);
  if (!colour) return undefined;
  const channel = (share: number) => Math.round(share * 255);
  return `rgb(${channel(colour.r)} ${channel(colour.g)} ${channel(colour.b)})`;
}

function decoded<T>(base64: string, read: (hash: Uint8Array) => T): T | null {
  try {
    return read(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));
  } catch {
    return null;
  }
}
