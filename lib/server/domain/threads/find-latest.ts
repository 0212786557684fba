import "server-only";
import type { z } from "zod";
import type { threadListQuery } from "@/lib/contracts/threads";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { limit, olderThan, ROW_BY_ROW, type Slice } from "@/lib/server/domain/lists/page";
import { containsFragment, plannedByValues, showsFragment } from "@/lib/server/domain/lists/search";
import { Prisma } from "@/lib/server/generated/prisma/client";

/** Searches look through this many of the latest threads before they use the index: a frequent word is among them. */
const WINDOW = 200;

/** The active ones unless it says "archived". */
export type ThreadListView = z.output<typeof threadListQuery>["view"];

export interface FoundThread {
  id: string;
  lastActivityAt: Date;
}

const LATEST_FIRST = Prisma.sql`"lastActivityAt" DESC, id DESC`;
const FOUND = Prisma.sql`SELECT id::text, "lastActivityAt"`;

/** The unpinned threads that the actor may see in the current workspace, latest activity first. */
export function findLatestThreads(
  actor: Actor,
  view: ThreadListView,
  slice: Slice<"lastActivityAt">,
): Promise<FoundThread[]> {
  return db.$queryRaw`${FOUND} FROM (${visible(actor, view, slice, slice.take)}) page
    ORDER BY ${LATEST_FIRST}`;
}

/** As `findLatestThreads`, with a fragment in their title or an instruction. */
export async function searchLatestThreads(
  actor: Actor,
  view: ThreadListView,
  fragment: string,
  slice: Slice<"lastActivityAt">,
): Promise<FoundThread[]> {
  const recent = await db.$queryRaw<FoundThread[]>`
    ${FOUND} FROM (${visible(actor, view, slice, WINDOW)}) t WHERE ${mentions(fragment)}
    ORDER BY ${LATEST_FIRST} ${limit(slice.take)}`;
  if (recent.length === slice.take) return recent;
  const ofWorkspace = Prisma.sql`"workspaceId" = ${actor.workspaceId}::uuid`;
  const [title, prompt] = [Prisma.sql`title`, Prisma.sql`prompt`];
  return db.$queryRaw`${plannedByValues}${FOUND} FROM "Thread" t
    WHERE ${listed(actor, view, slice)}
      AND (t.visibility = 'workspace' OR t."createdById" = ${actor.userId}::uuid)
      AND t.id IN (
        SELECT id FROM "Thread" WHERE ${ofWorkspace} AND ${containsFragment(title, Prisma.sql`lower(title)`, fragment)}
        UNION SELECT "threadId" FROM "Turn"
        WHERE ${ofWorkspace} AND ${containsFragment(prompt, Prisma.sql`lower(prompt)`, fragment)})
    ORDER BY ${LATEST_FIRST} ${limit(slice.take)}`;
}

/** All pinned threads that the actor may see, pinned last first; with a fragment those that contain it. */
export function findPinnedThreads(
  actor: Actor,
  view: ThreadListView,
  fragment: string,
): Promise<FoundThread[]> {
  return db.$queryRaw`${FOUND} FROM "Thread" t
    WHERE t."workspaceId" = ${actor.workspaceId}::uuid AND t."pinnedAt" IS NOT NULL AND t."deletedAt" IS NULL
      AND ${inView(view)} AND (t.visibility = 'workspace' OR t."createdById" = ${actor.userId}::uuid)
      AND ${fragment === "" ? Prisma.sql`true` : mentions(fragment)}
    ORDER BY t."pinnedAt" DESC`;
}

/** Shared threads and the actor's private ones; each branch is a range of an index in the order of the list. */
function visible(
  actor: Actor,
  view: ThreadListView,
  slice: Slice<"lastActivityAt">,
  take: number,
): Prisma.Sql {
  const branch = (visibility: Prisma.Sql) => Prisma.sql`
    (SELECT id, "lastActivityAt", title FROM "Thread" t WHERE ${listed(actor, view, slice)} AND ${visibility}
     ORDER BY ${LATEST_FIRST} ${limit(take)})`;
  const own = Prisma.sql`t.visibility = 'private' AND t."createdById" = ${actor.userId}::uuid`;
  return Prisma.sql`SELECT * FROM (
    ${branch(Prisma.sql`t.visibility = 'workspace'`)} UNION ALL ${branch(own)}
  ) visible ORDER BY ${LATEST_FIRST} ${limit(take)}`;
}

function listed(actor: Actor, view: ThreadListView, slice: Slice<"lastActivityAt">): Prisma.Sql {
  return Prisma.sql`t."workspaceId" = ${actor.workspaceId}::uuid AND t."deletedAt" IS NULL
    AND ${inView(view)} AND t."pinnedAt" IS NULL
    AND ${olderThan(slice, Prisma.sql`t."lastActivityAt"`, Prisma.sql`t.id`)}`;
}

function inView(view: ThreadListView): Prisma.Sql {
  return view === "archived"
    ? Prisma.sql`t."archivedAt" IS NOT NULL`
    : Prisma.sql`t."archivedAt" IS NULL`;
}

/** For a thread `t`. */
function mentions(fragment: string): Prisma.Sql {
  return Prisma.sql`(${showsFragment(Prisma.sql`lower(t.title)`, fragment)} OR EXISTS (
    SELECT 1 FROM "Turn" u
    WHERE u."threadId" = t.id AND ${showsFragment(Prisma.sql`lower(u.prompt)`, fragment)} ${ROW_BY_ROW}))`;
}
