import "server-only";
import type { ImageId } from "@/lib/contracts/ids";
import { authorizeImage } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { SignedVariant } from "@/lib/server/auth/signed-address";
import type { Deps } from "@/lib/server/clock";
import { inTransaction } from "@/lib/server/db";
import { recordAudit } from "@/lib/server/domain/audit/record";
import { signAddress } from "@/lib/server/domain/shares/addresses";

const HOUR_S = 3_600;

export type SharedAddress = { path: string; expiresAt: Date };

/**
 * Signs a path that shows an image without an account until it expires or the share of the actor's token ends. Requires
 * `write`, and is audited. Throws `not_found`, `forbidden` for a viewer, and `share_not_allowed`.
 */
export function shareAddress(
  actor: Actor,
  { imageId, edge, hours }: { imageId: ImageId; edge: SignedVariant; hours: number },
  { clock }: Deps,
): Promise<SharedAddress> {
  return inTransaction(async (tx) => {
    const image = await authorizeImage(actor, imageId, "write", tx);
    await recordAudit(tx, actor, {
      workspaceId: image.workspaceId,
      act: "picture.shared",
      // Not the image's name: it may quote a private thread, which readers of the log may not see.
      target: { kind: "picture", id: image.id, name: image.id.slice(-8) },
      details: { hours },
    });
    return signAddress(
      tx,
      actor,
      { imageId: image.id, variant: edge, ttlS: hours * HOUR_S },
      { clock },
    );
  });
}
