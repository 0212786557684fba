import type { ImageId } from "@/lib/contracts/ids";

/** How a picture that is pasted, dropped or given by its address can be had. */
export type Brought =
  | { kind: "own"; imageId: ImageId }
  | { kind: "file"; file: File }
  | { kind: "address"; url: string }
  | { kind: "refused"; why: Refusal };

/**
 * Why a picture cannot be had; each has its sentence under `composer.refused`.
 * - `blob`: it exists only in the page that it came from
 * - `disk`: a file's address, which a page may not read
 * - `unreadable`: a data address that does not hold a picture, or an address of another kind
 */
export type Refusal = "blob" | "disk" | "unreadable";

/** A picture's bytes, and the signed address that programs get. Previews mean the same picture. */
const OWN_PATH =
  /^\/(?:api\/images|i)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/[\w-]*)?$/i;

/**
 * What an address of a picture leads to. One of ours is the picture itself: it is not fetched and kept a second time.
 * Any http or https address is for the server to try, which says why where it may not.
 */
export function readAddress(text: string, origin: string): Brought {
  const address = parse(text, origin);
  if (address === null) return { kind: "refused", why: "unreadable" };
  if (address.protocol === "blob:") return { kind: "refused", why: "blob" };
  if (address.protocol === "file:") return { kind: "refused", why: "disk" };
  if (address.protocol === "data:") return readData(address.href);
  if (!/^https?:$/.test(address.protocol)) return { kind: "refused", why: "unreadable" };
  if (address.origin !== origin) return { kind: "address", url: address.href };
  const own = OWN_PATH.exec(address.pathname)?.[1];
  // A page of the studio is no picture, and the server does not fetch from itself.
  if (own === undefined) return { kind: "refused", why: "unreadable" };
  return { kind: "own", imageId: asImageId(own.toLowerCase()) };
}

function parse(text: string, origin: string): URL | null {
  if (URL.canParse(text)) return new URL(text);
  // "//host/a.png" takes the page's scheme, "/api/images/…" is ours. Any other relative address is of a page unknown.
  if (text.startsWith("//") && URL.canParse(`https:${text}`)) return new URL(`https:${text}`);
  const isOwn = text.startsWith("/") && OWN_PATH.test(text.split(/[?#]/)[0] ?? "");
  return isOwn ? new URL(text, origin) : null;
}

function readData(href: string): Brought {
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

/** The pattern let only the form of an id through; whether it is one, the server says. */
function asImageId(text: string): ImageId {
  return text as ImageId;
}
