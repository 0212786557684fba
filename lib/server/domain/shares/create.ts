import "server-only";
import { v7 as timeOrderedId } from "uuid";
import { PRESET_RIGHTS, SHOWN_BY_DEFAULT } from "@/lib/contracts/share-choices";
import type { ShareCreateBody, ShareCreated, ShareTarget } from "@/lib/contracts/shares";
import {
  authorizeImages,
  authorizeThread,
  authorizeTurn,
  authorizeWorkspace,
} from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { authorizeCollection } from "@/lib/server/auth/collection-access";
import { hashPassword } from "@/lib/server/auth/passwords";
import { standingInclude } from "@/lib/server/auth/share-standing";
import { makeShareToken } from "@/lib/server/auth/share-tokens";
import type { Deps } from "@/lib/server/clock";
import { inTransaction, type Tx } from "@/lib/server/db";
import { recordAudit } from "@/lib/server/domain/audit/record";
import { announceShares } from "@/lib/server/domain/shares/announce";
import { readContents } from "@/lib/server/domain/shares/contents";
import { chooseExpiry, readPolicyFor, refuseBlocked } from "@/lib/server/domain/shares/policy";
import { toShareView } from "@/lib/server/domain/shares/views";
import { AppError } from "@/lib/server/errors";
import { shareUrl } from "@/lib/server/request/share-url";

/** What a verb of shares takes from outside: addresses are absolute. */
export type ShareDeps = Deps & { origin: string };

/**
 * Shares something with a link. Needs `write`, for a collection also the right to edit it. Throws `not_found`,
 * `image_in_trash`, `forbidden`, and `share_not_allowed` where the workspace's policy does not allow such a share.
 */
export async function createShare(
  actor: Actor,
  body: ShareCreateBody,
  { clock, origin }: ShareDeps,
): Promise<ShareCreated> {
  authorizeWorkspace(actor, "write");
  const { preset, password, mode } = body;
  // Hashing takes long, so it comes before the transaction.
  const passwordHash = password === undefined ? null : await hashPassword(password);
  const now = clock.now();
  return inTransaction(async (tx) => {
    const target = await authorizeTarget(actor, body.target, tx);
    const policy = await readPolicyFor(tx, target.workspaceId, actor.userId);
    const audience = body.audience ?? (policy.publicAllowed ? "anyone" : "members");
    refuseBlocked(policy, { audience, hasPassword: passwordHash !== null });
    const { id, token, columns } = makeShareToken(timeOrderedId(), target.workspaceId);
    const shows = { ...SHOWN_BY_DEFAULT, ...body.shows };
    const row = await tx.share.create({
      data: {
        id,
        ...target,
        ...columns,
        createdById: actor.userId,
        tokenId: actor.token?.id ?? null,
        preset,
        passwordHash,
        audience,
        downloads: body.downloads ?? PRESET_RIGHTS[preset].downloads,
        showsPrompts: shows.prompts,
        showsReferences: shows.references,
        showsSettings: shows.settings,
        showsNames: shows.names,
        isReviewHeld: body.reviewHold,
        isContinueAllowed: body.mayContinue ?? PRESET_RIGHTS[preset].mayContinue,
        termFrom: now,
        expiresAt: chooseExpiry(policy, body.expiresAt, now),
        createdAt: now,
        ...(mode === "snapshot" && {
          snapshot: (await readContents(tx, target, actor)) ?? undefined,
          snapshotAt: now,
        }),
      },
      include: standingInclude,
    });
    await recordAudit(tx, actor, {
      workspaceId: row.workspaceId,
      act: "share.created",
      // Not its title: it may quote a private thread, which readers of the log may not see.
      target: { kind: "share", id: row.id, name: row.id.slice(-8) },
      details: { shared: row.kind, preset, audience },
    });
    await announceShares(tx, row.workspaceId);
    const share = await toShareView(actor, row, { clock, origin }, tx);
    return { share, url: shareUrl(token, audience, origin) };
  });
}

/** The columns of a target that the actor may share. */
async function authorizeTarget(actor: Actor, target: ShareTarget, tx: Tx) {
  const none = { imageIds: [] as string[], threadId: null, turnId: null, collectionId: null };
  const { kind } = target;
  if (kind === "image" || kind === "selection") {
    const ids = kind === "image" ? [target.id] : [...new Set(target.ids)];
    const { workspaceId } = actor;
    const images = await authorizeImages(actor, workspaceId, ids, "write", tx);
    return { ...none, kind, workspaceId, imageIds: images.map(({ id }) => id) };
  }
  if (kind === "collection") {
    const { id, workspaceId } = await authorizeCollection(actor, target.id, "edit", tx);
    return { ...none, kind, workspaceId, collectionId: id };
  }
  const { id, workspaceId } = await authorizeThread(actor, target.id, "write", tx);
  const turn =
    target.path === undefined ? null : await authorizeTurn(actor, target.path, "write", tx);
  if (turn !== null && turn.threadId !== id) throw new AppError("not_found");
  return { ...none, kind, workspaceId, threadId: id, turnId: turn?.id ?? null };
}
