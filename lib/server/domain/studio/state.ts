import "server-only";
import type { ModelOffer, StudioState, JoinedWorkspace } from "@/lib/contracts/account";
import type { TurnSettings } from "@/lib/contracts/settings";
import { SHAPES } from "@/lib/contracts/shapes";
import type { Actor } from "@/lib/server/auth/actor";
import type { Clock, Deps } from "@/lib/server/clock";
import { db, type Tx } from "@/lib/server/db";
import { nearestToEnd } from "@/lib/contracts/budget-notice";
import type { BudgetInForce } from "@/lib/contracts/budgets";
import { countsAgainstBudgets } from "@/lib/contracts/key-sources";
import { budgetManagers } from "@/lib/server/domain/budgets/managers";
import { budgetsInForce, periodStarts } from "@/lib/server/domain/budgets/spent";
import { type ChosenKey, findKeyInUse } from "@/lib/server/domain/keys/choose";
import { loadAppearance } from "@/lib/server/domain/profile/queries";
import { defaultSettings, modelProfiles } from "@/lib/server/domain/upstream/models";
import { ROW_BY_ROW } from "@/lib/server/domain/lists/page";
import { readUsualTimes } from "@/lib/server/domain/queue/usual-times";
import { parseSettings } from "@/lib/server/domain/views/turn";
import type { Prisma } from "@/lib/server/generated/prisma/client";
import type { ModelProfile } from "@/lib/server/upstream/profiles/profiles";

/** What a signed-in page needs before it renders. */
export async function loadStudioState(actor: Actor, { clock }: Deps): Promise<StudioState> {
  const key = await findKeyInUse(actor);
  const sandbox = key.source === "sandbox";
  const profiles = modelProfiles();
  const [appearance, workspace, workspaces, usual, spent, last, budgets] = await Promise.all([
    loadAppearance(actor),
    db.workspace.findUniqueOrThrow({
      where: { id: actor.workspaceId },
      select: { name: true, kind: true, defaultVisibility: true, eventSeq: true },
    }),
    readWorkspaces(actor),
    readUsualTimes(
      profiles.map(({ id }) => id),
      sandbox,
    ),
    sumSpent(actor, clock),
    readLastSettings(actor),
    readBudgets(actor, key, clock),
  ]);
  const isNearEnd = nearestToEnd(budgets) !== null;
  return {
    user: {
      id: actor.userId,
      name: actor.name,
      email: actor.email,
      isInstanceOwner: actor.isInstanceOwner,
      ...appearance,
    },
    workspace: {
      id: actor.workspaceId,
      name: workspace.name,
      kind: workspace.kind,
      role: actor.role,
      defaultVisibility: workspace.defaultVisibility,
    },
    workspaces,
    isSandbox: sandbox,
    key: { source: key.source, ending: key.ending },
    budgets,
    budgetManagers: isNearEnd ? await budgetManagers(actor.workspaceId) : [],
    models: profiles.map((profile) => toOffer(profile, sandbox, usual)),
    lastSettings: last,
    spentThisMonthMicroUsd: spent,
    eventSeq: workspace.eventSeq.toString(),
  };
}

/** The workspaces that the actor can reach; a token reaches its own alone. */
async function readWorkspaces(actor: Actor): Promise<JoinedWorkspace[]> {
  const ids = [...actor.roles.keys()];
  const rows = await db.workspace.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true, kind: true },
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return [...actor.roles].flatMap(([id, role]) => {
    const row = byId.get(id);
    return row === undefined ? [] : [{ id, role, name: row.name, kind: row.kind }];
  });
}

function toOffer(
  profile: ModelProfile,
  sandbox: boolean,
  usual: ReadonlyMap<string, number>,
): ModelOffer {
  return {
    id: profile.id,
    label: profile.label,
    shapes: [...SHAPES],
    sizes: profile.exactSizes,
    defaultTier:
      profile.exactSizes !== null && profile.preferredRoute === "images"
        ? profile.defaultTier
        : null,
    takesTemperature: profile.preferredRoute === "chat",
    priceMicroUsd: sandbox ? 0 : profile.priceMicroUsd,
    referencesMax: profile.references.maxCount,
    usualMs: usual.get(profile.id) ?? null,
  };
}

async function readBudgets(actor: Actor, key: ChosenKey, clock: Clock): Promise<BudgetInForce[]> {
  if (!countsAgainstBudgets(key.source)) return [];
  return budgetsInForce({ workspaceId: actor.workspaceId, createdById: actor.userId }, clock.now());
}

/**
 * What the workspace has paid, with any key, for generations queued since the first of the month (UTC); excludes the
 * sandbox.
 */
async function sumSpent(actor: Actor, clock: Clock): Promise<number> {
  const { month } = periodStarts(clock.now());
  const { _sum } = await db.generation.aggregate({
    where: { workspaceId: actor.workspaceId, queuedAt: { gte: month }, isSandbox: false },
    _sum: { costMicroUsd: true },
  });
  return _sum.costMicroUsd ?? 0;
}

/** The settings that a user chose last in a workspace, as far as they are still offered; else the defaults. */
export async function readLastSettings(
  { userId, workspaceId }: Pick<Actor, "userId" | "workspaceId">,
  tx: Tx = db,
): Promise<TurnSettings> {
  // A crop copies the settings of its source, a link brings its own; the user did not choose them.
  const [turn] = await tx.$queryRaw<{ settings: Prisma.JsonValue }[]>`
    SELECT t.settings FROM "Turn" t
    WHERE t."createdById" = ${userId}::uuid AND t."workspaceId" = ${workspaceId}::uuid
      AND NOT EXISTS (SELECT 1 FROM "Generation" g WHERE g."turnId" = t.id AND g.endpoint IN ('local', 'copied') ${ROW_BY_ROW})
    ORDER BY t."createdAt" DESC LIMIT 1`;
  if (turn === undefined) return defaultSettings();
  // A collection is remembered per thread.
  const { collectionId: _, ...settings } = parseSettings(turn.settings);
  const isOffered = modelProfiles().some((profile) => profile.id === settings.model);
  return isOffered ? { ...settings, variations: 1 } : defaultSettings();
}
