import "server-only";
import type { Tx } from "@/lib/server/db";
import type { StoredKey } from "@/lib/server/domain/keys/choose";
import type { Visibility } from "@/lib/server/generated/prisma/client";

/** What decides whether a turn is accepted, which key pays for it, and who sees a new thread. */
export type Admission = {
  /** The sender's own key and the workspace's, as far as they exist. */
  storedKeys: StoredKey[];
  /** Turns of the sender that wait in the queue, over all workspaces. */
  queuedTurns: number;
  /** Whether the workspace or the sender's membership has a limit. */
  hasBudget: boolean;
  defaultVisibility: Visibility;
};

/** One statement, since a burst of turns is bound by the number of statements. */
export async function readAdmission(
  tx: Tx,
  { userId, workspaceId }: { userId: string; workspaceId: string },
): Promise<Admission> {
  const [admission] = await tx.$queryRaw<[Admission]>`
    SELECT w."defaultVisibility"::text,
      num_nonnulls(w."budgetDayMicroUsd", w."budgetMonthMicroUsd", m."budgetDayMicroUsd", m."budgetMonthMicroUsd") > 0
        AS "hasBudget",
      (SELECT count(DISTINCT "turnId")::int FROM "Generation"
        WHERE state = 'queued' AND "createdById" = ${userId}::uuid) AS "queuedTurns",
      (SELECT coalesce(json_agg(json_build_object('id', k.id, 'ending', k.ending, 'userId', k."userId")), '[]')
        FROM "UpstreamKey" k
        WHERE k."userId" = ${userId}::uuid OR k."workspaceId" = ${workspaceId}::uuid) AS "storedKeys"
    FROM "Workspace" w
    LEFT JOIN "Membership" m ON m."workspaceId" = w.id AND m."userId" = ${userId}::uuid
    WHERE w.id = ${workspaceId}::uuid`;
  return admission;
}
