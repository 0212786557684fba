import "server-only";
import type { ShareView } from "@/lib/contracts/shares";
import type { Actor } from "@/lib/server/auth/actor";
import { expiryOf, type ShareRow, standingOf } from "@/lib/server/auth/share-standing";
import { openShareToken } from "@/lib/server/auth/share-tokens";
import { CannotUnseal } from "@/lib/server/auth/sealed";
import { db, type Tx } from "@/lib/server/db";
import { brandId, brandIdOrNull } from "@/lib/server/domain/brand";
import type { ShareDeps } from "@/lib/server/domain/shares/create";
import { readSubjects, type Subject } from "@/lib/server/domain/shares/subjects";
import { shareUrl } from "@/lib/server/request/share-url";

/** Shares as their creator and those who manage the workspace see them. */
export async function toShareViews(
  actor: Actor,
  rows: readonly ShareRow[],
  deps: ShareDeps,
  tx: Tx = db,
): Promise<ShareView[]> {
  const subjects = await readSubjects(actor, rows, tx);
  return rows.map((row) => toView(actor, row, subjects.get(row.id) ?? null, deps));
}

export async function toShareView(
  actor: Actor,
  row: ShareRow,
  deps: ShareDeps,
  tx: Tx = db,
): Promise<ShareView> {
  const [view] = await toShareViews(actor, [row], deps, tx);
  if (view === undefined) throw new Error("one row makes one view");
  return view;
}

function toView(
  actor: Actor,
  row: ShareRow,
  subject: Subject | null,
  { clock, origin }: ShareDeps,
): ShareView {
  const standing = standingOf(row, clock.now());
  return {
    id: brandId(row.id),
    state: standing === "active" && subject === null ? "gone" : standing,
    origin: row.tokenId === null ? "studio" : "api",
    kind: row.kind,
    target: {
      imageIds: row.imageIds.map((id) => brandId(id)),
      threadId: brandIdOrNull(row.threadId),
      turnId: brandIdOrNull(row.turnId),
      collectionId: brandIdOrNull(row.collectionId),
    },
    title: subject?.title ?? null,
    cover: subject?.cover ?? null,
    preset: row.preset,
    url: urlFor(actor, row, origin),
    expiresAt: expiryOf(row)?.toISOString() ?? null,
    hasPassword: row.passwordHash !== null,
    audience: row.audience,
    downloads: row.downloads,
    shows: {
      prompts: row.showsPrompts,
      references: row.showsReferences,
      settings: row.showsSettings,
      names: row.showsNames,
    },
    mode: row.snapshot === null ? "live" : "snapshot",
    snapshotAt: row.snapshotAt?.toISOString() ?? null,
    reviewHold: row.isReviewHeld,
    mayContinue: row.isContinueAllowed,
    createdBy: { id: brandId(row.createdBy.id), name: row.createdBy.name },
    createdAt: row.createdAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
    openings: row.openings,
    lastOpenedAt: row.lastOpenedAt?.toISOString() ?? null,
  };
}

/** Its creator alone may copy the address again; nobody can after the studio's secret was replaced. */
function urlFor(actor: Actor, row: ShareRow, origin: string): string | null {
  if (row.createdById !== actor.userId || row.kind === "addresses") return null;
  try {
    return shareUrl(openShareToken(row), row.audience, origin);
  } catch (error) {
    if (error instanceof CannotUnseal) return null;
    throw error;
  }
}
