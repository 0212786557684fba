/** Decodes a base64 thumbhash; null when malformed, because a placeholder must not break the page. */
export function thumbhashBytes(base64: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}
