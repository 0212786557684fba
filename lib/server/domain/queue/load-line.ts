import "server-only";
import type { GenerationId } from "@/lib/contracts/ids";
import type { LineView } from "@/lib/contracts/line";
import { visibleThreads } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { Clock, Deps } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { isHeldBack } from "@/lib/server/domain/disk/reserve";
import { expectedStarts } from "@/lib/server/domain/queue/expected-starts";
import { fairOrder } from "@/lib/server/domain/queue/fair-order";
import { allLanes, type Lane } from "@/lib/server/domain/queue/lanes";
import { slotsAt, readLimit } from "@/lib/server/domain/queue/limit";
import { holdsSlot } from "@/lib/server/domain/queue/under-way";
import { readUsualTimes } from "@/lib/server/domain/queue/usual-times";

/** Positions beyond this are not computed. */
const POSITIONS_MAX = 1_000;

type Waiting = { id: string; model: string; workspaceId: string; rank: number };
type Call = { model: string; since: Date };

/**
 * Queue positions of the generations that the actor may see, counted over all workspaces of their lane. No position
 * while a slot is free. If the disk is nearly full there are no positions, and everything that waits is held back.
 */
export async function loadLine(actor: Actor, { clock }: Deps): Promise<LineView> {
  const lanes = await Promise.all(allLanes().map((lane) => loadLane(lane, actor, clock)));
  const stored = await readHeldBack(actor);
  const heldBack = new Set([...stored, ...lanes.flatMap((lane) => lane.heldBack)]);
  return { places: lanes.flatMap(({ places }) => places), heldBack: [...heldBack] };
}

/** Counts calls without room on disk at the last attempt, and replies that wait to be stored. */
async function readHeldBack(actor: Actor): Promise<LineView["heldBack"]> {
  const rows = await db.$queryRaw<{ id: string; workspaceId: string }[]>`
    SELECT g.id::text, g."workspaceId"::text FROM "Generation" g
    WHERE g."workspaceId" = ${actor.workspaceId}::uuid AND g.state IN ('queued', 'received') AND ${isHeldBack}
    LIMIT ${POSITIONS_MAX}::int`;
  return [...(await filterVisible(actor, rows))].map((id) => brandId(id));
}

async function isLaneHeldBack({ isSandbox }: Lane): Promise<boolean> {
  const [row] = await db.$queryRaw<{ isAny: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM "Generation" g
      WHERE g.state = 'queued' AND g."isSandbox" = ${isSandbox} AND ${isHeldBack}) AS "isAny"`;
  return row?.isAny ?? false;
}

async function loadLane(lane: Lane, actor: Actor, clock: Clock): Promise<LineView> {
  const waiting = await db.$queryRaw<Waiting[]>`
    SELECT id::text, model, "workspaceId"::text, rank FROM (${fairOrder(lane)}) waiting
    WHERE rank <= ${POSITIONS_MAX}::int ORDER BY rank`;
  const visible = await filterVisible(actor, waiting);
  if (visible.size === 0) return { places: [], heldBack: [] };
  if (await isLaneHeldBack(lane)) {
    return { places: [], heldBack: [...visible].map((id) => brandId(id)) };
  }

  const [limit, underWay] = await Promise.all([
    readLimit(db, lane),
    db.$queryRaw<Call[]>`
      SELECT g.model, coalesce(g."sentAt", g."claimedAt") AS since FROM "Generation" g
      WHERE g.state IN ('claimed', 'sent', 'cancelled') AND ${holdsSlot(lane)}`,
  ]);
  const models = new Set([...waiting, ...underWay].map(({ model }) => model));
  const usual = await readUsualTimes([...models], lane.isSandbox);
  const slots = limit === null ? waiting.length : slotsAt(limit);
  const free = Math.max(0, slots - underWay.length);
  const starts = estimateStarts(slots, waiting, underWay, usual, clock.now());
  const places = waiting.flatMap(({ id, rank }, index) =>
    rank <= free || !visible.has(id)
      ? []
      : [
          {
            generationId: brandId<GenerationId>(id),
            place: rank - free,
            startsAt: starts[index] ?? null,
          },
        ],
  );
  return { places, heldBack: [] };
}

async function filterVisible(
  actor: Actor,
  waiting: readonly { id: string; workspaceId: string }[],
): Promise<Set<string>> {
  const here = waiting.filter(({ workspaceId }) => workspaceId === actor.workspaceId);
  if (here.length === 0) return new Set();
  const rows = await db.generation.findMany({
    where: {
      id: { in: here.map(({ id }) => id) },
      thread: { ...visibleThreads(actor), deletedAt: null },
    },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}

/** Empty if a model has no history yet: all estimates behind it would be guesses. */
function estimateStarts(
  slots: number,
  waiting: readonly Waiting[],
  underWay: readonly Call[],
  usual: ReadonlyMap<string, number>,
  now: Date,
): string[] {
  if ([...waiting, ...underWay].some(({ model }) => !usual.has(model))) return [];
  const starts = expectedStarts({
    slots,
    underWay: underWay.map(({ model, since }) => ({
      elapsedMs: now.getTime() - since.getTime(),
      usualMs: usual.get(model) ?? 0,
    })),
    waiting: waiting.map(({ model }) => usual.get(model) ?? 0),
  });
  return starts.map((ms) => new Date(now.getTime() + ms).toISOString());
}
