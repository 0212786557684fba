import "server-only";
import { parseSha256, type Sha256 } from "@/lib/server/blobs/store";
import { authorizeImage } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { blobStore } from "@/lib/server/domain/images/storage";
import { AppError } from "@/lib/server/errors";
import { bytesResponse } from "@/lib/server/http/bytes";
import { derive } from "@/lib/server/imaging/derive";
import { isVariantName, VARIANT_MEDIA, type VariantName } from "@/lib/server/imaging/variants";

const ENDINGS: Record<string, string> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/webp": "webp",
  "image/gif": "gif",
  "image/avif": "avif",
  "image/heic": "heic",
};

/**
 * The bytes of a picture for a reader who may see it: the original as it came, or a preview.
 * Throws `not_found` for a picture that is missing, foreign, or of a variant that does not exist.
 */
export async function serveImage(
  actor: Actor,
  imageId: string,
  variant: string,
  request: Request,
): Promise<Response> {
  const image = await authorizeImage(actor, imageId, "read");
  const sha256 = parseSha256(image.sha256);
  if (variant === "original") return serveOriginal(sha256, image.name, request);
  const name = `w${variant}`;
  if (!isVariantName(name)) throw new AppError("not_found");
  return serveVariant(sha256, name, request);
}

async function serveOriginal(sha256: Sha256, name: string, request: Request): Promise<Response> {
  const blob = await db.blob.findUniqueOrThrow({ where: { sha256 } });
  const wantsFile = new URL(request.url).searchParams.has("download");
  return bytesResponse({
    request,
    size: blob.byteCount,
    etag: sha256,
    media: blob.media,
    fileName: `${toFileStem(name)}.${ENDINGS[blob.media] ?? "bin"}`,
    disposition: wantsFile ? "attachment" : "inline",
    open: (range) => blobStore().open(sha256, range),
  });
}

async function serveVariant(
  sha256: Sha256,
  variant: VariantName,
  request: Request,
): Promise<Response> {
  const store = blobStore();
  const stat = (await store.statDerivative(sha256, variant)) ?? (await remake(sha256, variant));
  return bytesResponse({
    request,
    size: stat.byteLength,
    etag: `${sha256}.${variant}`,
    media: VARIANT_MEDIA,
    open: (range) => store.openDerivative(sha256, variant, range),
  });
}

/** Previews can be lost (a power cut, a restored backup); the original makes them anew. */
async function remake(sha256: Sha256, variant: VariantName): Promise<{ byteLength: number }> {
  const store = blobStore();
  const { variants } = await store.withLocalFile(sha256, (path) => derive(path));
  for (const name of Object.keys(variants).filter(isVariantName)) {
    await store.putDerivative(sha256, name, variants[name]);
  }
  return { byteLength: variants[variant].length };
}

/** "Old lighthouse, at night…" becomes "old-lighthouse-at-night"; letters of every script stay. */
function toFileStem(name: string): string {
  const stem = name
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  return [...stem].slice(0, 60).join("") || "picture";
}
