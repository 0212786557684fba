import "server-only";
import { writeFile } from "node:fs/promises";

/** Writes percent-encoded text (of a data URL that is not base64) as bytes; invalid escapes stay unchanged. */
export async function writePercentDecoded(payload: string, path: string): Promise<number> {
  const raw = Buffer.from(payload);
  const bytes = Buffer.alloc(raw.length);
  let length = 0;
  for (let at = 0; at < raw.length; at += 1) {
    const byte = raw[at] ?? 0;
    const hex = byte === 0x25 ? raw.toString("latin1", at + 1, at + 3) : "";
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      bytes[length] = parseInt(hex, 16);
      at += 2;
    } else {
      bytes[length] = byte;
    }
    length += 1;
  }
  await writeFile(path, bytes.subarray(0, length), { mode: 0o600 });
  return length;
}
