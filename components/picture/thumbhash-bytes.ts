/** The bytes of a thumbhash, or null where the text holds none: a placeholder may never break a page. */
export function thumbhashBytes(base64: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}
