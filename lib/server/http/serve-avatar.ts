import "server-only";
import type { UserId } from "@/lib/contracts/ids";
import type { Actor } from "@/lib/server/auth/actor";
import { blobStore } from "@/lib/server/domain/images/storage";
import { findAvatar } from "@/lib/server/domain/profile/avatar";
import { bytesResponse } from "@/lib/server/http/bytes";

/**
 * A person's avatar. No avatar, an unrelated person and a missing one all answer 204: an avatar is requested next to
 * every name, and a name without one is not an error.
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
