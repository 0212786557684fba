import "server-only";
import type { z } from "zod";
import type { WorkspaceId } from "@/lib/contracts/ids";
import type { ThreadList, threadListQuery } from "@/lib/contracts/threads";
import { authorizeThread } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { readPage } from "@/lib/server/domain/lists/page";
import { threadInclude, toThreadSummary } from "@/lib/server/domain/views/thread";
import { AppError } from "@/lib/server/errors";
import type { Prisma } from "@/lib/server/generated/prisma/client";

const PAGE = 40;

/**
 * Threads that the actor may see, latest activity first, 40 a page; the first page starts with all pinned ones. `query`
 * searches titles and prompts. Throws `invalid_field` for a malformed cursor.
 */
export async function listThreads(
  actor: Actor,
  query: z.output<typeof threadListQuery>,
): Promise<ThreadList> {
  const visible: Prisma.ThreadWhereInput = {
    workspaceId: actor.workspaceId,
    deletedAt: null,
    archivedAt: query.view === "archived" ? { not: null } : null,
    AND: [
      { OR: [{ visibility: "workspace" }, { createdById: actor.userId }] },
      ...(query.query?.trim() ? [matching(query.query.trim())] : []),
    ],
  };
  const pinned =
    query.cursor === undefined
      ? await db.thread.findMany({
          where: { ...visible, pinnedAt: { not: null } },
          orderBy: { pinnedAt: "desc" },
          include: threadInclude,
        })
      : [];
  const { rows, nextCursor } = await readPage(
    { by: "lastActivityAt", cursor: query.cursor, size: PAGE },
    ({ where, orderBy, take }) =>
      db.thread.findMany({
        where: { AND: [visible, { pinnedAt: null }, where] },
        orderBy,
        take,
        include: threadInclude,
      }),
  );
  return { threads: [...pinned, ...rows].map(toThreadSummary), nextCursor };
}

/** The workspace of a thread that the actor may see, in any of their workspaces; else null. */
export async function findThreadWorkspace(
  actor: Actor,
  threadId: string,
): Promise<WorkspaceId | null> {
  try {
    const thread = await authorizeThread(actor, threadId, "read");
    return brandId(thread.workspaceId);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}

function matching(text: string): Prisma.ThreadWhereInput {
  const contains = { contains: text, mode: "insensitive" } as const;
  return { OR: [{ title: contains }, { turns: { some: { prompt: contains } } }] };
}
