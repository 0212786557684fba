import { thumbHashToDataURL } from "thumbhash";
import { thumbhashBytes } from "@/components/picture/thumbhash-bytes";

/** A picture's blur as a data URL, or null where the hash cannot be read: a placeholder may never break a page. */
export function thumbhashUrl(base64: string): string | null {
  const bytes = thumbhashBytes(base64);
  if (bytes === null) return null;
  try {
    return thumbHashToDataURL(bytes);
  } catch {
    return null;
  }
}
