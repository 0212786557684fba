import "server-only";
import type { Tx } from "@/lib/server/db";
import { modelProfiles } from "@/lib/server/domain/upstream/models";
import { AppError } from "@/lib/server/errors";
import { parseSettings } from "@/lib/server/domain/views/turn";
import type { Generation } from "@/lib/server/generated/prisma/client";
import { exactSizeOf } from "@/lib/server/upstream/profiles/profiles";
import type { RouteInput } from "@/lib/server/upstream/profiles/routes";

type Row = Pick<Generation, "turnId" | "model">;

/**
 * What decides the routes of a generation's call, by the current profiles. Null if the model or the size is no longer
 * offered. Throws `image_purged` if a picture to send was purged.
 */
export async function readRouteInput(tx: Tx, { turnId, model }: Row): Promise<RouteInput | null> {
  const profile = modelProfiles().find(({ id }) => id === model);
  if (profile === undefined) return null;
  const turn = await tx.turn.findUniqueOrThrow({
    where: { id: turnId },
    select: {
      settings: true,
      baseImageId: true,
      baseImage: { select: { purgedAt: true } },
      references: { select: { imageId: true, image: { select: { purgedAt: true } } } },
    },
  });
  const isPurged = [turn.baseImage, ...turn.references.map(({ image }) => image)].some(
    (image) => image !== null && image.purgedAt !== null,
  );
  if (isPurged) throw new AppError("image_purged");
  const { shape, tier } = parseSettings(turn.settings);
  const exactSize = tier === null ? null : exactSizeOf(profile, shape, tier);
  if (tier !== null && exactSize === null) return null;
  const references = turn.references.map(({ imageId }) => imageId);
  const pictures = turn.baseImageId === null ? references : [turn.baseImageId, ...references];
  return { profile, exactSize, pictures };
}
