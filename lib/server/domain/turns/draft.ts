import "server-only";
import type { WorkspaceId } from "@/lib/contracts/ids";
import type { TurnDraft } from "@/lib/contracts/turns";
import {
  authorizeImages,
  authorizeThread,
  authorizeTurn,
  authorizeWorkspace,
} from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { checkMentions } from "@/lib/server/domain/turns/mentions";
import { findExactSize, findProfile } from "@/lib/server/domain/studio/models";
import { AppError } from "@/lib/server/errors";
import type { Image } from "@/lib/server/generated/prisma/client";
import type { ModelProfile } from "@/lib/server/upstream/profiles/profiles";

/** A draft whose every id was authorised and whose settings the model can meet. */
export type CheckedDraft = TurnDraft & {
  /** The thread's; for a new thread, where the actor stands. */
  workspaceId: WorkspaceId;
  profile: ModelProfile;
  exactSize: string | null;
  base: Image | null;
  references: Image[];
};

/** Nothing that anybody could see: blanks, and characters without a shape such as a zero-width space. */
const UNSEEN = /^[\s\p{Default_Ignorable_Code_Point}\p{Cc}]*$/u;

/**
 * Checks a draft against the actor and the model's profile; changes nothing.
 * Throws `invalid_field` (a visibility for an existing thread, mentions that do not fit), `empty_prompt`, `unknown_model`, `size_not_offered`, `too_many_references`, and `not_found` for any id
 * (thread, parent turn, pictures) that is missing or not the actor's to use.
 */
export async function checkDraft(actor: Actor, draft: TurnDraft, tx: Tx): Promise<CheckedDraft> {
  if (draft.threadId !== null && draft.visibility !== undefined) {
    throw new AppError("invalid_field", { field: "visibility" });
  }
  if (UNSEEN.test(draft.prompt)) throw new AppError("empty_prompt", { field: "prompt" });
  checkMentions(draft);
  const profile = findProfile(draft.settings.model);
  const exactSize = findExactSize(profile, draft.settings);
  const workspaceId = await checkPlace(actor, draft, tx);
  const pictureIds = draft.baseImageId === null ? [] : [draft.baseImageId];
  const max = profile.references.maxCount;
  if (pictureIds.length + draft.referenceIds.length > max) {
    throw new AppError("too_many_references", { field: "referenceIds", details: { max } });
  }
  const [base = null] = await authorizeImages(actor, workspaceId, pictureIds, "read", tx);
  const references = await authorizeImages(actor, workspaceId, draft.referenceIds, "read", tx);
  return { ...draft, workspaceId, profile, exactSize, base, references };
}

/** The thread must be the actor's to write in, and the parent turn one of that very thread. */
async function checkPlace(actor: Actor, draft: TurnDraft, tx: Tx): Promise<WorkspaceId> {
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
