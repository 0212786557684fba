import "server-only";
import type { z } from "zod";
import type { WorkspaceId } from "@/lib/contracts/ids";
import type { ThreadList, threadListQuery } from "@/lib/contracts/threads";
import { authorizeThread, visibleThreads } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { inOrder } from "@/lib/server/domain/lists/in-order";
import { readPage } from "@/lib/server/domain/lists/page";
import {
  findLatestThreads,
  findPinnedThreads,
  searchLatestThreads,
} from "@/lib/server/domain/threads/find-latest";
import { threadInclude, toThreadSummary } from "@/lib/server/domain/views/thread";
import { AppError } from "@/lib/server/errors";

const PAGE = 40;

/**
 * Threads that the actor may see, latest activity first, 40 a page; the first page starts with all pinned ones. `query`
 * searches titles and prompts. Throws `invalid_field` for a malformed cursor.
 */
export async function listThreads(
  actor: Actor,
  query: z.output<typeof threadListQuery>,
): Promise<ThreadList> {
  const { cursor, view } = query;
  const fragment = query.query?.trim() ?? "";
  const [pinned, page] = await Promise.all([
    cursor === undefined ? findPinnedThreads(actor, view, fragment) : [],
    readPage({ by: "lastActivityAt", cursor, size: PAGE }, (slice) =>
      fragment === ""
        ? findLatestThreads(actor, view, slice)
        : searchLatestThreads(actor, view, fragment, slice),
    ),
  ]);
  const found = [...pinned, ...page.rows];
  const rows = await db.thread.findMany({
    where: { AND: [visibleThreads(actor)], id: { in: found.map(({ id }) => id) } },
    include: threadInclude,
  });
  return { threads: inOrder(found, rows).map(toThreadSummary), nextCursor: page.nextCursor };
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
