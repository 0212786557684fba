import "server-only";
import type { UserId } from "@/lib/contracts/ids";
import type { Actor } from "@/lib/server/auth/actor";
import { blobStore } from "@/lib/server/domain/images/storage";
import { findAvatar } from "@/lib/server/domain/profile/avatar";
import { bytesResponse } from "@/lib/server/http/bytes";

/**
 * The bytes of a person's picture. Whoever has none, whoever is none of the reader's business and whoever does not exist
 * are answered alike with nothing (204): beside every name a picture is asked for, and a name without one is no error.
 */
export async function serveAvatar(
  actor: Actor,
  userId: UserId,
  request: Request,
): Promise<Response> {
  const avatar = await findAvatar(actor, userId);
  if (avatar === null) {
    return new Response(null, { status: 204, headers: { "cache-control": "private, no-cache" } });
  }
  const { sha256, media, byteCount } = avatar;
  return bytesResponse({
    request,
    size: byteCount,
    etag: sha256,
    media,
    open: (range) => blobStore().open(sha256, range),
  });
}
