import "server-only";
import type { Thumbnail } from "@/lib/contracts/thumbnails";
import type { Actor } from "@/lib/server/auth/actor";
import type { ShareRow } from "@/lib/server/auth/share-standing";
import type { Tx } from "@/lib/server/db";
import { toThumbnail } from "@/lib/server/domain/views/thread";
import { Prisma } from "@/lib/server/generated/prisma/client";

/** What a share shows, for a list of shares. */
export interface Subject {
  /** Null if the reader may not see it. */
  title: string | null;
  cover: Thumbnail | null;
}

/** Who reads the list. */
type Reader = Pick<Actor, "userId">;

interface Found {
  id: string;
  title: string;
  /** Whether the reader may see the thread or collection; images are checked by themselves. */
  isSeen: boolean;
  coverId: string | null;
}

/**
 * By share, what it shows of what its creator may see; without an entry it is gone. Titles and covers are for `reader`.
 */
export async function readSubjects(
  reader: Reader,
  rows: readonly ShareRow[],
  tx: Tx,
): Promise<Map<string, Subject>> {
  const ids = rows.map(({ id }) => id);
  const found = (
    await Promise.all([
      readImages(tx, ids),
      readThreads(tx, ids, reader),
      readCollections(tx, ids, reader),
    ])
  ).flat();
  const covers = await tx.image.findMany({
    where: {
      id: { in: found.flatMap(({ coverId }) => coverId ?? []) },
      workspaceId: { in: rows.map(({ workspaceId }) => workspaceId) },
      deletedAt: null,
    },
    select: {
      id: true,
      width: true,
      height: true,
      audienceId: true,
      createdById: true,
      blob: { select: { thumbhash: true } },
    },
  });
  const subjects = new Map<string, Subject>();
  for (const { id, title, isSeen, coverId } of found) {
    const cover = covers.find((one) => one.id === coverId) ?? null;
    const isCoverSeen =
      cover !== null &&
      (cover.audienceId === null || [cover.audienceId, cover.createdById].includes(reader.userId));
    const kind = rows.find((row) => row.id === id)?.kind;
    const isTitleSeen = kind === "image" ? isCoverSeen : isSeen;
    subjects.set(id, {
      title: isTitleSeen ? title : null,
      cover: isCoverSeen ? toThumbnail(cover) : null,
    });
  }
  for (const row of rows) {
    if (row.kind === "addresses")
      subjects.set(row.id, { title: row.token?.name ?? null, cover: null });
  }
  return subjects;
}

/** That the creator of share `s` may see image `i`. */
const creatorSees = Prisma.sql`i."workspaceId" = s."workspaceId" AND i."deletedAt" IS NULL
  AND (i."audienceId" IS NULL OR i."audienceId" = s."createdById" OR i."createdById" = s."createdById")`;

function readImages(tx: Tx, ids: readonly string[]): Promise<Found[]> {
  return tx.$queryRaw`
    SELECT s.id::text, CASE s.kind WHEN 'image' THEN first.name ELSE '' END AS title, true AS "isSeen",
      first.id::text AS "coverId"
    FROM "Share" s, LATERAL (
      SELECT i.id, i.name FROM unnest(s."imageIds") WITH ORDINALITY AS given(id, place)
      JOIN "Image" i ON i.id = given.id WHERE ${creatorSees} ORDER BY given.place LIMIT 1
    ) first
    WHERE s.id = ANY(${[...ids]}::uuid[]) AND s.kind IN ('image', 'selection')`;
}

function readThreads(tx: Tx, ids: readonly string[], { userId }: Reader): Promise<Found[]> {
  return tx.$queryRaw`
    SELECT s.id::text, t.title, t.visibility = 'workspace' OR t."createdById" = ${userId}::uuid AS "isSeen",
      t."coverImageId"::text AS "coverId"
    FROM "Share" s JOIN "Thread" t ON t.id = s."threadId" AND t."workspaceId" = s."workspaceId"
    WHERE s.id = ANY(${[...ids]}::uuid[]) AND t."deletedAt" IS NULL
      AND (t.visibility = 'workspace' OR t."createdById" = s."createdById")`;
}

function readCollections(tx: Tx, ids: readonly string[], { userId }: Reader): Promise<Found[]> {
  return tx.$queryRaw`
    SELECT s.id::text, c.name AS title, c.access <> 'private' OR c."createdById" = ${userId}::uuid AS "isSeen",
      coalesce((SELECT i.id::text FROM "Image" i WHERE i.id = c."coverImageId" AND ${creatorSees}),
        (SELECT i.id::text FROM "CollectionImage" place JOIN "Image" i ON i.id = place."imageId"
         WHERE place."collectionId" = c.id AND ${creatorSees} ORDER BY place.position, i.id LIMIT 1)) AS "coverId"
    FROM "Share" s JOIN "Collection" c ON c.id = s."collectionId" AND c."workspaceId" = s."workspaceId"
    WHERE s.id = ANY(${[...ids]}::uuid[]) AND (c.access <> 'private' OR c."createdById" = s."createdById")`;
}
