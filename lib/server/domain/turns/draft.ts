import "server-only";
import type { WorkspaceId } from "@/lib/contracts/ids";
import type { TurnSettings } from "@/lib/contracts/settings";
import type { TurnDraft } from "@/lib/contracts/turns";
import {
  authorizeImages,
  authorizeThread,
  authorizeTurn,
  authorizeWorkspace,
  type KeptImage,
} from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { authorizeSaving } from "@/lib/server/auth/collection-access";
import type { Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { checkMentions } from "@/lib/server/domain/turns/mentions";
import { findExactSize, findProfile } from "@/lib/server/domain/upstream/models";
import { AppError } from "@/lib/server/errors";
import type { ModelProfile } from "@/lib/server/upstream/profiles/profiles";

/** A draft whose ids are authorized and whose settings the model supports. */
export type CheckedDraft = TurnDraft & {
  /** The thread's workspace; for a new thread, the actor's current one. */
  workspaceId: WorkspaceId;
  /**
   * What the thread remembers: the settings as sent, because another member may use its collection, for one picture,
   * because several cost several times as much.
   */
  remembered: TurnSettings;
  profile: ModelProfile;
  exactSize: string | null;
  base: KeptImage | null;
  references: KeptImage[];
};

/** Only white space and invisible characters, such as a zero-width space. */
const INVISIBLE_ONLY = /^[\s\p{Default_Ignorable_Code_Point}\p{Cc}]*$/u;

/**
 * Checks a draft against the actor's permissions and the model's profile, without writing. Throws `invalid_field` (a
 * visibility for an existing thread, invalid mentions), `empty_prompt`, `unknown_model`, `size_not_offered`,
 * `too_many_references`, `image_in_trash`, `image_purged`, `not_found` for a thread, parent turn, image or collection
 * that is missing or not the actor's to use, and `forbidden` for a collection that they may not add to. The collection
 * that the thread saves to already is left out instead.
 */
export async function checkDraft(actor: Actor, draft: TurnDraft, tx: Tx): Promise<CheckedDraft> {
  if (draft.threadId !== null && draft.visibility !== undefined) {
    throw new AppError("invalid_field", { field: "visibility" });
  }
  if (INVISIBLE_ONLY.test(draft.prompt)) throw new AppError("empty_prompt", { field: "prompt" });
  checkMentions(draft);
  const profile = findProfile(draft.settings.model);
  const exactSize = findExactSize(profile, draft.settings);
  const workspaceId = await authorizeTarget(actor, draft, tx);
  const settings = await usableSettings(actor, draft, workspaceId, tx);
  const pictureIds = draft.baseImageId === null ? [] : [draft.baseImageId];
  const max = profile.references.maxCount;
  if (pictureIds.length + draft.referenceIds.length > max) {
    throw new AppError("too_many_references", { field: "referenceIds", details: { max } });
  }
  const [base = null] = await authorizeImages(actor, workspaceId, pictureIds, "read", tx);
  const references = await authorizeImages(actor, workspaceId, draft.referenceIds, "read", tx);
  const remembered = { ...draft.settings, variations: 1 };
  return { ...draft, settings, remembered, workspaceId, profile, exactSize, base, references };
}

/** Without the thread's collection, if the actor may not add to it: another member chose it, or it is gone. */
async function usableSettings(
  actor: Actor,
  { settings, threadId }: TurnDraft,
  workspaceId: WorkspaceId,
  tx: Tx,
): Promise<TurnSettings> {
  const { collectionId, ...rest } = settings;
  if (collectionId === undefined) return settings;
  try {
    await authorizeSaving(actor, { collectionId, workspaceId }, tx);
    return settings;
  } catch (error) {
    if (!(error instanceof AppError) || threadId === null) throw error;
    const [{ isKnown }] = await tx.$queryRaw<[{ isKnown: boolean }]>`
      SELECT EXISTS (SELECT 1 FROM "Thread" WHERE id = ${threadId}::uuid AND settings->>'collectionId' = ${collectionId})
        OR EXISTS (SELECT 1 FROM "Turn" WHERE "threadId" = ${threadId}::uuid AND settings->>'collectionId' = ${collectionId})
        AS "isKnown"`;
    if (!isKnown) throw error;
    return rest;
  }
}

/** Requires write access to the thread, and a parent turn of that same thread. */
async function authorizeTarget(actor: Actor, draft: TurnDraft, tx: Tx): Promise<WorkspaceId> {
  const workspaceId =
    draft.threadId === null
      ? authorizeWorkspace(actor, "write").id
      : (await authorizeThread(actor, draft.threadId, "write", tx)).workspaceId;
  if (draft.parentTurnId === null) return brandId(workspaceId);
  const parent = await authorizeTurn(actor, draft.parentTurnId, "write", tx);
  if (parent.threadId !== draft.threadId)
    throw new AppError("not_found", { field: "parentTurnId" });
  return brandId(workspaceId);
}
