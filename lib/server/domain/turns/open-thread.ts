import "server-only";
import type { Actor } from "@/lib/server/auth/actor";
import type { Tx } from "@/lib/server/db";
import type { CheckedDraft } from "@/lib/server/domain/turns/draft";
import type { ThreadRow } from "@/lib/server/domain/views/thread";
import { Prisma, type Visibility } from "@/lib/server/generated/prisma/client";
import { distinctTitle, shortTitle } from "@/lib/utils/titles/short-title";

/** A new title differs from those of this many latest threads beside it. */
const TITLES_COMPARED = 100;

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
  const { workspaceId } = draft;
  const title = await freeTitle(tx, actor, {
    workspaceId,
    visibility,
    title: shortTitle(draft.prompt),
  });
  const thread = await tx.thread.create({
    data: {
      workspaceId: draft.workspaceId,
      createdById: actor.userId,
      visibility,
      title,
      settings: draft.remembered,
      systemInstruction: draft.systemInstruction,
      createdAt: now,
      lastActivityAt: now,
    },
  });
  const createdBy = { id: actor.userId, name: actor.name };
  return { ...thread, createdBy, coverImage: null, _count: { generations: 0 } };
}

type Titled = { workspaceId: string; visibility: Visibility; title: string };

/** The title of a new thread: numbered if one of the latest threads in its list has the same. */
export async function freeTitle(tx: Tx, actor: Actor, thread: Titled): Promise<string> {
  return distinctTitle(thread.title, await readTitles(tx, actor, thread));
}

/** Titles that begin alike, of the latest threads in the list that gets the new one. */
async function readTitles(
  tx: Tx,
  actor: Actor,
  { workspaceId, visibility, title }: Titled,
): Promise<string[]> {
  // Constants, so that PostgreSQL can use the partial indexes of the list.
  const beside =
    visibility === "workspace"
      ? Prisma.sql`visibility = 'workspace'`
      : Prisma.sql`visibility = 'private' AND "createdById" = ${actor.userId}::uuid`;
  const rows = await tx.$queryRaw<{ title: string }[]>`
    SELECT title FROM (
      SELECT title FROM "Thread"
      WHERE "workspaceId" = ${workspaceId}::uuid AND ${beside}
        AND "archivedAt" IS NULL AND "deletedAt" IS NULL AND "pinnedAt" IS NULL
      ORDER BY "lastActivityAt" DESC, id DESC LIMIT ${TITLES_COMPARED}::int
    ) latest WHERE starts_with(lower(title), lower(${title}))`;
  return rows.map((row) => row.title);
}
