import "server-only";
import type { ImageId } from "@/lib/contracts/ids";
import { authorizeImage } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { type SignedVariant, signImageAddress } from "@/lib/server/auth/signed-address";
import type { Deps } from "@/lib/server/clock";
import { inTransaction } from "@/lib/server/db";
import { recordAudit } from "@/lib/server/domain/audit/record";

const HOUR_MS = 3_600_000;
const HOUR_S = 3_600;

export type SharedAddress = { path: string; expiresAt: Date };

/**
 * Signs a path that shows an image without an account until it expires. Requires `write`, and is audited. Throws
 * `not_found`, and `forbidden` for a viewer.
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
    return {
      path: signImageAddress(image.id, edge, { ttlS: hours * HOUR_S, clock }),
      expiresAt: new Date(clock.now().getTime() + hours * HOUR_MS),
    };
  });
}
