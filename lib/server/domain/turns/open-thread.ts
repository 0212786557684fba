import "server-only";
import type { Actor } from "@/lib/server/auth/actor";
import type { Tx } from "@/lib/server/db";
import type { CheckedDraft } from "@/lib/server/domain/turns/draft";
import type { ThreadRow } from "@/lib/server/domain/views/thread";
import type { Visibility } from "@/lib/server/generated/prisma/client";
import { shortenPrompt } from "@/lib/utils/shorten-prompt";

const TITLE_CHARS = 60;

/** Creates or finds the thread of a turn that names none, in the turn's transaction, and locks its row. */
export type OpenThread = (
  tx: Tx,
  actor: Actor,
  draft: CheckedDraft,
  thread: NewThread,
) => Promise<ThreadRow>;

/** `visibility` is that of a new thread. */
type NewThread = { now: Date; visibility: Visibility };

/** A new thread, titled by its first prompt. */
export async function openThread(
  tx: Tx,
  actor: Actor,
  draft: CheckedDraft,
  { now, visibility }: NewThread,
): Promise<ThreadRow> {
  const thread = await tx.thread.create({
    data: {
      workspaceId: draft.workspaceId,
      createdById: actor.userId,
      visibility,
      title: shortenPrompt(draft.prompt, TITLE_CHARS),
      settings: draft.settings,
      systemInstruction: draft.systemInstruction,
      createdAt: now,
      lastActivityAt: now,
    },
  });
  const createdBy = { id: actor.userId, name: actor.name };
  return { ...thread, createdBy, coverImage: null, _count: { generations: 0 } };
}
