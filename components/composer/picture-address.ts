import type { ImageId } from "@/lib/contracts/ids";

/** How to obtain a pasted, dropped or typed picture. */
export type IncomingPicture =
  | { kind: "own"; imageId: ImageId }
  | { kind: "file"; file: File }
  | { kind: "address"; url: string }
  | { kind: "refused"; why: Refusal };

/**
 * Why a picture cannot be obtained; each has its sentence under `composer.refused`.
 * - `blob`: it exists only in the page it was copied from
 * - `disk`: a `file:` address, which a page may not read
 * - `unreadable`: a data address without a picture, or another scheme
 */
export type Refusal = "blob" | "disk" | "unreadable";

/** Image bytes and the signed addresses for API clients. Derivatives name the same image. */
const OWN_PATH =
  /^\/(?:api\/images|i)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/[\w-]*)?$/i;

/**
 * Classifies a picture's address. An address of this instance is resolved to its image and not stored a second time.
 * Any other http or https address is left to the server, which reports why it is refused.
 */
export function readAddress(text: string, origin: string): IncomingPicture {
  const address = parse(text, origin);
  if (address === null) return { kind: "refused", why: "unreadable" };
  if (address.protocol === "blob:") return { kind: "refused", why: "blob" };
  if (address.protocol === "file:") return { kind: "refused", why: "disk" };
  if (address.protocol === "data:") return readData(address.href);
  if (!/^https?:$/.test(address.protocol)) return { kind: "refused", why: "unreadable" };
  if (address.origin !== origin) return { kind: "address", url: address.href };
  const own = OWN_PATH.exec(address.pathname)?.[1];
  // Another page of this instance is not a picture, and the server does not fetch from itself.
  if (own === undefined) return { kind: "refused", why: "unreadable" };
  return { kind: "own", imageId: asImageId(own.toLowerCase()) };
}

function parse(text: string, origin: string): URL | null {
  if (URL.canParse(text)) return new URL(text);
  // Resolve "//host/a.png" by scheme and "/api/images/…" by origin. Other relative addresses have no known base.
  if (text.startsWith("//") && URL.canParse(`https:${text}`)) return new URL(`https:${text}`);
  const isOwn = text.startsWith("/") && OWN_PATH.test(text.split(/[?#]/)[0] ?? "");
  return isOwn ? new URL(text, origin) : null;
}

function readData(href: string): IncomingPicture {
  const [, media = "", base64, payload = ""] =
    /^data:(image\/[\w.+-]+)(?:;[\w-]+=[^;,]*)*(;base64)?,(.*)$/is.exec(href) ?? [];
  if (media === "") return { kind: "refused", why: "unreadable" };
  const bytes = decode(payload, base64 !== undefined);
  if (bytes === null || bytes.length === 0) return { kind: "refused", why: "unreadable" };
  const ending = media.slice(6).toLowerCase().replace("jpeg", "jpg").split("+")[0];
  return { kind: "file", file: new File([bytes], `picture.${ending}`, { type: media }) };
}

function decode(payload: string, isBase64: boolean): Uint8Array<ArrayBuffer> | null {
  try {
    const text = decodeURIComponent(payload);
    if (!isBase64) return new TextEncoder().encode(text);
    return Uint8Array.from(atob(text.replace(/\s/g, "")), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}

/** The pattern only checks the form of the id; the server checks that it exists. */
function asImageId(text: string): ImageId {
  return text as ImageId;
}
