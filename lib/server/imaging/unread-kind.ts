import "server-only";
import type { UnreadKind } from "@/lib/contracts/upload-kinds";
import { sniff } from "./magic";

const SIGNATURES: readonly (readonly [UnreadKind, (head: string) => boolean])[] = [
  ["TIFF", (head) => startsWithAny(head, ["II*\0", "MM\0*", "II+\0", "MM\0+"])],
  // Its reserved bytes tell a bitmap from a text that begins with BM.
  ["BMP", (head) => head.startsWith("BM") && head.slice(6, 10) === "\0\0\0\0"],
  ["JPEG XL", (head) => startsWithAny(head, ["\xff\x0a", "\0\0\0\x0cJXL "])],
  ["PDF", (head) => head.startsWith("%PDF-")],
  ["SVG", (head) => /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<svg[\s>]/i.test(head)],
];

function startsWithAny(head: string, starts: readonly string[]): boolean {
  return starts.some((start) => head.startsWith(start));
}

/**
 * The name of a file type that this server cannot read, by the first bytes (`SNIFF_BYTES` suffice), so that the refusal
 * can name it. Null for all others.
 */
export function unreadKind(bytes: Uint8Array): UnreadKind | null {
  if (sniff(bytes) === "image/heic") return "HEIC";
  const head = Buffer.from(bytes).toString("latin1");
  return SIGNATURES.find(([, isIt]) => isIt(head))?.[0] ?? null;
}
