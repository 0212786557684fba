import "server-only";
import { createHash } from "node:crypto";
import type { ImageId, TurnId } from "@/lib/contracts/ids";
import { PRESET_RIGHTS, SHARE_KINDS } from "@/lib/contracts/share-choices";
import {
  type ShareData,
  shareData,
  type SharedImage,
  type SharedStep,
} from "@/lib/contracts/share-view";
import { expiryOf } from "@/lib/server/auth/share-standing";
import type { Visitor } from "@/lib/server/auth/visitor";
import { inTransaction, type Tx } from "@/lib/server/db";
import { brandId, brandIdOrNull } from "@/lib/server/domain/brand";
import { readShown, type Shown } from "@/lib/server/domain/shares/shown";
import { parseSettings } from "@/lib/server/domain/views/turn";
import { AppError } from "@/lib/server/errors";
import type { Prisma } from "@/lib/server/generated/prisma/client";

/**
 * All that a visitor may know about a share. What it hides is not even read from the database. Throws `not_found` if
 * nothing of it is left.
 */
export async function loadShareData(visitor: Visitor): Promise<ShareData> {
  return inTransaction(
    async (tx) => {
      const { share } = visitor;
      const kind = SHARE_KINDS.find((one) => one === share.kind);
      if (kind === undefined) throw new AppError("not_found");
      const shown = await readShown(visitor, tx);
      const rows = await readImages(tx, visitor, [...shown.imageIds, ...shown.otherIds]);
      const seen = new Set(rows.map(({ id }) => id));
      const toView = (ids: readonly string[]) => {
        const wanted = new Set(ids);
        return rows.filter(({ id }) => wanted.has(id)).map((row) => toImage(row, seen));
      };
      const images = toView(shown.imageIds);
      const isOfImages = kind === "image" || kind === "selection";
      if (isOfImages && images.length === 0) throw new AppError("not_found");
      const isTitleMadeOfPrompt = kind === "image" || kind === "thread";
      const data = {
        kind,
        title:
          kind === "selection" || (isTitleMadeOfPrompt && !share.showsPrompts) ? null : shown.title,
        isLive: share.snapshot === null && !isOfImages,
        mayComment: PRESET_RIGHTS[share.preset].mayComment,
        mayContinue: share.isContinueAllowed,
        downloads: share.downloads,
        shows: {
          prompts: share.showsPrompts,
          references: share.showsReferences,
          settings: share.showsSettings,
          names: share.showsNames,
        },
        by: share.showsNames ? share.createdBy.name : null,
        workspace:
          share.showsNames && share.workspace.kind === "team" ? share.workspace.name : null,
        expiresAt: expiryOf(share)?.toISOString() ?? null,
        images,
        others: toView(shown.otherIds),
        steps: kind === "thread" ? await readSteps(tx, visitor, shown, rows) : [],
        description: shown.description,
      } satisfies Omit<ShareData, "version">;
      return shareData.parse({ ...data, version: versionOf(data) });
    },
    { isolation: "RepeatableRead" },
  );
}

function versionOf(data: Omit<ShareData, "version">): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("base64url").slice(0, 22);
}

interface ImageRow {
  id: string;
  width: number;
  height: number;
  thumbhash: string;
  createdAt: Date;
  parentImageId: string | null;
  turnId: string | null;
  /** Null where it is hidden, as the next three. */
  name: string | null;
  prompt: string | null;
  settings: Prisma.JsonValue;
  by: string | null;
}

/** The images, in this order, that the share's creator may see. */
function readImages(
  tx: Tx,
  { share, sight }: Visitor,
  ids: readonly string[],
): Promise<ImageRow[]> {
  return tx.$queryRaw`
    SELECT i.id::text, i.width, i.height, b.thumbhash, i."createdAt", i."parentImageId"::text, g."turnId"::text,
      CASE WHEN ${share.showsPrompts} THEN i.name END AS name,
      CASE WHEN ${share.showsPrompts} THEN t.prompt END AS prompt,
      CASE WHEN ${share.showsSettings} THEN t.settings END AS settings,
      CASE WHEN ${share.showsNames} THEN u.name END AS "by"
    FROM unnest(${[...ids]}::uuid[]) WITH ORDINALITY AS given(id, place)
    JOIN "Image" i ON i.id = given.id JOIN "Blob" b ON b.sha256 = i.sha256 JOIN "User" u ON u.id = i."createdById"
    LEFT JOIN "Generation" g ON g.id = i."generationId" LEFT JOIN "Turn" t ON t.id = g."turnId"
    WHERE i."workspaceId" = ${share.workspaceId}::uuid AND i."deletedAt" IS NULL
      AND (i."audienceId" IS NULL OR i."audienceId" = ${sight.userId}::uuid OR i."createdById" = ${sight.userId}::uuid)
    ORDER BY given.place`;
}

function toImage(row: ImageRow, seen: ReadonlySet<string>): SharedImage {
  const settings = row.settings === null ? null : parseSettings(row.settings);
  return {
    id: brandId(row.id),
    width: row.width,
    height: row.height,
    thumbhash: row.thumbhash,
    alt: row.name ?? "",
    createdAt: row.createdAt.toISOString(),
    parentId: idIfSeen(row.parentImageId, seen),
    prompt: row.prompt,
    settings: settings && {
      model: settings.model,
      shape: settings.shape,
      tier: settings.tier,
      temperature: settings.temperature,
    },
    by: row.by,
  };
}

function idIfSeen(id: string | null, seen: ReadonlySet<string>): ImageId | null {
  return id !== null && seen.has(id) ? brandId(id) : null;
}

interface StepRow {
  id: string;
  parentTurnId: string | null;
  baseImageId: string | null;
  createdAt: Date;
  underWay: number;
  referenceIds: string[];
  /** Null where it is hidden, as the next. */
  prompt: string | null;
  by: string | null;
}

/** The steps that have an image, or one in progress; each below the nearest one above that is shown. */
async function readSteps(
  tx: Tx,
  { share }: Visitor,
  shown: Shown,
  images: readonly ImageRow[],
): Promise<SharedStep[]> {
  const rows = await tx.$queryRaw<StepRow[]>`
    SELECT t.id::text, t."parentTurnId"::text, t."baseImageId"::text, t."createdAt",
      CASE WHEN ${share.showsPrompts} THEN t.prompt END AS prompt,
      CASE WHEN ${share.showsNames} THEN u.name END AS "by",
      CASE WHEN ${share.snapshot === null} THEN (
        SELECT count(*)::int FROM "Generation" g WHERE g."turnId" = t.id AND g."supersededAt" IS NULL
          AND g.state IN ('queued', 'claimed', 'sent', 'received')) ELSE 0 END AS "underWay",
      CASE WHEN ${share.showsReferences} THEN ARRAY(
        SELECT r."imageId"::text FROM "Reference" r WHERE r."turnId" = t.id ORDER BY r.position
      ) ELSE '{}' END AS "referenceIds"
    FROM "Turn" t JOIN "User" u ON u.id = t."createdById"
    WHERE t."threadId" = ${share.threadId}::uuid AND t."workspaceId" = ${share.workspaceId}::uuid
      AND t.id = ANY(${shown.turnIds}::uuid[])
    ORDER BY t."createdAt", t.id`;
  const seen = new Set(images.map(({ id }) => id));
  const inThread = new Set(shown.imageIds);
  const imagesOf = (turnId: string) =>
    images.flatMap((image) =>
      image.turnId === turnId && inThread.has(image.id) ? brandId<ImageId>(image.id) : [],
    );
  const parents = new Map(rows.map(({ id, parentTurnId }) => [id, parentTurnId]));
  const kept = new Set(
    rows.flatMap(({ id, underWay }) => (underWay > 0 || imagesOf(id).length > 0 ? id : [])),
  );
  const parentOf = (id: string): TurnId | null => {
    let above = parents.get(id) ?? null;
    while (above !== null && !kept.has(above)) above = parents.get(above) ?? null;
    return brandIdOrNull(above);
  };
  return rows
    .filter(({ id }) => kept.has(id))
    .map((row) => ({
      id: brandId(row.id),
      parentId: parentOf(row.id),
      baseImageId: idIfSeen(row.baseImageId, seen),
      imageIds: imagesOf(row.id),
      referenceIds: row.referenceIds.flatMap((id) => idIfSeen(id, seen) ?? []),
      instruction: row.prompt,
      by: row.by,
      underWay: row.underWay,
      createdAt: row.createdAt.toISOString(),
    }));
}
