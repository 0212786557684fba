import { thumbHashToDataURL } from "thumbhash";
import { thumbhashBytes } from "@/components/picture/thumbhash-bytes";

/** A picture's blur as a data URL; null when the hash is malformed, because a placeholder must not break the page. */
export function thumbhashUrl(base64: string): string | null {
  const bytes = thumbhashBytes(base64);
  if (bytes === null) return null;
  try {
    return thumbHashToDataURL(bytes);
  } catch {
    return null;
  }
}
