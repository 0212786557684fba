import "server-only";

/** The image types that this server reads. SVG is excluded: it can contain scripts. */
export type Media =
  | "image/png"
  | "image/jpeg"
  | "image/webp"
  | "image/gif"
  | "image/avif"
  | "image/heic";

/** The most bytes that `sniff` looks at. */
export const SNIFF_BYTES = 64;

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);

const AVIF_BRANDS = new Set(["avif", "avis"]);
const HEIC_BRANDS = new Set(["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs"]);
/** These only mean "a HEIF container"; the codec is among the compatible brands. */
const CONTAINER_BRANDS = new Set(["mif1", "msf1", "mif2", "miaf"]);

function ascii(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
    "latin1",
    start,
    end,
  );
}

/** ISO 14496-12: size, "ftyp", major brand, minor version, compatible brands up to the box's size. */
function sniffContainer(bytes: Uint8Array): Media | null {
  if (bytes.length < 16 || ascii(bytes, 4, 8) !== "ftyp") return null;
  const boxEnd = Math.min(Buffer.from(bytes.subarray(0, 4)).readUInt32BE(0), bytes.length);
  const brands = [ascii(bytes, 8, 12)];
  for (let at = 16; at + 4 <= boxEnd; at += 4) brands.push(ascii(bytes, at, at + 4));
  const [major = ""] = brands;
  if (AVIF_BRANDS.has(major)) return "image/avif";
  if (HEIC_BRANDS.has(major)) return "image/heic";
  if (!CONTAINER_BRANDS.has(major)) return null;
  if (brands.some((brand) => AVIF_BRANDS.has(brand))) return "image/avif";
  return brands.some((brand) => HEIC_BRANDS.has(brand)) ? "image/heic" : null;
}

/**
 * Detects an image's media type from its first bytes (`SNIFF_BYTES` suffice), never from a name or a header. Null for
 * everything else. Whether the rest is valid is for `verifyDecodes`.
 */
export function sniff(bytes: Uint8Array): Media | null {
  if (PNG.equals(bytes.subarray(0, PNG.length))) return "image/png";
  if (JPEG.equals(bytes.subarray(0, JPEG.length))) return "image/jpeg";
  const head = ascii(bytes, 0, 12);
  if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) return "image/gif";
  if (head.startsWith("RIFF") && head.slice(8) === "WEBP") return "image/webp";
  return sniffContainer(bytes);
}
