import "server-only";

/** The value of each base64 character, of both alphabets. */
const VALUES = new Uint8Array(256);
for (const [value, char] of [
  ..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
].entries()) {
  VALUES[char.charCodeAt(0)] = value;
}
VALUES["-".charCodeAt(0)] = VALUES["+".charCodeAt(0)] ?? 0;
VALUES["_".charCodeAt(0)] = VALUES["/".charCodeAt(0)] ?? 0;

/**
 * Decodes base64 characters without padding into `out`, from bytes: Node decodes only strings, and making one takes
 * several times as long as the decoding. A last group of two or three characters gives one or two bytes.
 * @param chars only characters of the two alphabets; others decode to garbage
 * @param out at least three quarters of `chars` long
 * @returns the number of bytes written
 */
export function decodeBase64(chars: Uint8Array, out: Uint8Array): number {
  const whole = chars.length - (chars.length % 4);
  let written = 0;
  for (let at = 0; at < whole; at += 4) {
    const group = groupAt(chars, at) | valueAt(chars, at + 3);
    out[written] = group >> 16;
    out[written + 1] = group >> 8;
    out[written + 2] = group;
    written += 3;
  }
  const rest = chars.length - whole;
  if (rest < 2) return written;
  const group = groupAt(chars, whole);
  out[written] = group >> 16;
  if (rest === 3) out[written + 1] = group >> 8;
  return written + rest - 1;
}

/** The first three characters of a group, as bits 6 to 23. Positions behind the end count as zero. */
function groupAt(chars: Uint8Array, at: number): number {
  return (
    (valueAt(chars, at) << 18) | (valueAt(chars, at + 1) << 12) | (valueAt(chars, at + 2) << 6)
  );
}

function valueAt(chars: Uint8Array, at: number): number {
  return VALUES[chars[at] ?? 0] ?? 0;
}
