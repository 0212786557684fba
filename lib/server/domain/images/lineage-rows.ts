import "server-only";
import { LINEAGE_MAX } from "@/lib/contracts/images";
import type { Authorized, KeptImage } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { Prisma } from "@/lib/server/generated/prisma/client";

export interface LineageRows {
  /** The image and what it was refined from, nearest first. */
  spine: string[];
  /** Refined from the image, in any number of steps. */
  descendants: string[];
  /** Other images refined from those of the spine. */
  beside: string[];
  /** References of the images of the spine. */
  references: { id: string; referenceId: string }[];
  /** Made with the image as a reference. */
  uses: string[];
  isCut: boolean;
}

/** Branches shown for each ancestor. */
const BRANCHES = 4;

/** The ids of a lineage. Every step is over images whose audience includes the actor, in the image's workspace. */
export async function readLineage(
  actor: Actor,
  image: Authorized<KeptImage, "read">,
): Promise<LineageRows> {
  const isSeen = Prisma.sql`i."workspaceId" = ${image.workspaceId}::uuid AND (i."audienceId" IS NULL
    OR i."audienceId" = ${actor.userId}::uuid OR i."createdById" = ${actor.userId}::uuid)`;
  const { before, after, beside, references } = LINEAGE_MAX;
  const ancestors = await db.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE spine AS (
      SELECT i.id, i."parentImageId", 0 AS depth FROM "Image" i
      WHERE i.id = ${image.id}::uuid AND ${isSeen}
      UNION ALL
      SELECT i.id, i."parentImageId", spine.depth + 1
      FROM "Image" i JOIN spine ON i.id = spine."parentImageId"
      WHERE spine.depth <= ${before}::int AND ${isSeen}
    )
    SELECT id::text FROM spine ORDER BY depth`;
  const spine = ancestors.slice(0, before + 1).map(({ id }) => id);

  const [below, branches, used, uses] = await Promise.all([
    // The limit ends the recursion: a level is complete before the next one begins.
    db.$queryRaw<{ id: string }[]>`
      WITH RECURSIVE below AS (
        SELECT i.id FROM "Image" i WHERE i."parentImageId" = ${image.id}::uuid AND ${isSeen}
        UNION ALL
        SELECT i.id FROM "Image" i JOIN below ON i."parentImageId" = below.id WHERE ${isSeen}
      )
      SELECT id::text FROM below LIMIT ${after + 1}::int`,
    db.$queryRaw<{ id: string }[]>`
      SELECT branch.id::text FROM unnest(${spine.slice(1)}::uuid[]) ancestor(id)
      CROSS JOIN LATERAL (
        SELECT i.id FROM "Image" i
        WHERE i."parentImageId" = ancestor.id AND i.id <> ALL (${spine}::uuid[]) AND ${isSeen}
        ORDER BY i."createdAt", i.id LIMIT ${BRANCHES}::int
      ) branch LIMIT ${beside}::int`,
    db.$queryRaw<{ id: string; referenceId: string }[]>`
      SELECT made.id::text, i.id::text AS "referenceId"
      FROM unnest(${spine}::uuid[]) WITH ORDINALITY step(id, nr)
      JOIN "Image" made ON made.id = step.id
      JOIN "Generation" g ON g.id = made."generationId"
      JOIN "Reference" r ON r."turnId" = g."turnId"
      JOIN "Image" i ON i.id = r."imageId" AND ${isSeen}
      ORDER BY step.nr, r.position LIMIT ${references + 1}::int`,
    db.$queryRaw<{ id: string }[]>`
      SELECT i.id::text FROM "Reference" r JOIN "Generation" g ON g."turnId" = r."turnId"
      JOIN "Image" i ON i."generationId" = g.id AND ${isSeen}
      WHERE r."imageId" = ${image.id}::uuid
      ORDER BY i."createdAt", i.id LIMIT ${references + 1}::int`,
  ]);
  return {
    spine,
    descendants: below.slice(0, after).map(({ id }) => id),
    beside: branches.map(({ id }) => id),
    references: used.slice(0, references),
    uses: uses.slice(0, references).map(({ id }) => id),
    isCut:
      ancestors.length > before + 1 ||
      below.length > after ||
      used.length > references ||
      uses.length > references,
  };
}
