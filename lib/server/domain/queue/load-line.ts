import "server-only";
import type { GenerationId } from "@/lib/contracts/ids";
import type { LineView } from "@/lib/contracts/line";
import { visibleThreads } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { Clock } from "@/lib/server/clock";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { isHeldBack } from "@/lib/server/domain/disk/reserve";
import { expectedStarts } from "@/lib/server/domain/queue/expected-starts";
import { fairOrder } from "@/lib/server/domain/queue/fair-order";
import { allLanes, type Lane } from "@/lib/server/domain/queue/lanes";
import { placesAt, readLimit } from "@/lib/server/domain/queue/limit";
import { holdsPlace } from "@/lib/server/domain/queue/under-way";
import { readUsualTimes } from "@/lib/server/domain/studio/usual-times";

/** Further back nobody counts the places any more. */
const PLACES_MAX = 1_000;

type Waiting = { id: string; model: string; workspaceId: string; place: number };
type Call = { model: string; since: Date };

/**
 * The places in the line of those generations that the actor may see, in the workspace in which they stand. One for
 * which there is a free place is not in it: it is about to be claimed. Where the disk is nearly full nobody has a place,
 * and all that wait are held back.
 */
export async function loadLine(actor: Actor, clock: Clock): Promise<LineView> {
  const lines = await Promise.all(allLanes().map((lane) => loadLane(lane, actor, clock)));
  const stored = await readHeldBack(actor);
  const heldBack = new Set([...stored, ...lines.flatMap((line) => line.heldBack)]);
  return { places: lines.flatMap(({ places }) => places), heldBack: [...heldBack] };
}

/** Calls that found no room at the last look, and answers that wait to become pictures. */
async function readHeldBack(actor: Actor): Promise<LineView["heldBack"]> {
  const rows = await db.$queryRaw<{ id: string; workspaceId: string }[]>`
    SELECT g.id::text, g."workspaceId"::text FROM "Generation" g
    WHERE g."workspaceId" = ${actor.workspaceId}::uuid AND g.state IN ('queued', 'received') AND ${isHeldBack}
    LIMIT ${PLACES_MAX}::int`;
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
    SELECT id::text, model, "workspaceId"::text, place FROM (${fairOrder(lane)}) line
    WHERE place <= ${PLACES_MAX}::int ORDER BY place`;
  const ours = await filterVisible(actor, waiting);
  if (ours.size === 0) return { places: [], heldBack: [] };
  if (await isLaneHeldBack(lane)) {
    return { places: [], heldBack: [...ours].map((id) => brandId(id)) };
  }

  const [limit, underWay, usual] = await Promise.all([
    readLimit(db, lane),
    db.$queryRaw<Call[]>`
      SELECT g.model, coalesce(g."sentAt", g."claimedAt") AS since FROM "Generation" g
      WHERE g.state IN ('claimed', 'sent', 'cancelled') AND ${holdsPlace(lane)}`,
    readUsualTimes(lane.isSandbox),
  ]);
  const all = limit === null ? waiting.length : placesAt(limit);
  const free = Math.max(0, all - underWay.length);
  const starts = startsOf(all, waiting, underWay, usual, clock.now());
  const places = waiting.flatMap(({ id, place }, index) =>
    place <= free || !ours.has(id)
      ? []
      : [
          {
            generationId: brandId<GenerationId>(id),
            place: place - free,
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

/** Empty where some model has no history yet: one guess in the line would make all that follow it a guess. */
function startsOf(
  places: number,
  waiting: readonly Waiting[],
  underWay: readonly Call[],
  usual: ReadonlyMap<string, number>,
  now: Date,
): string[] {
  if ([...waiting, ...underWay].some(({ model }) => !usual.has(model))) return [];
  const starts = expectedStarts({
    places,
    underWay: underWay.map(({ model, since }) => ({
      elapsedMs: now.getTime() - since.getTime(),
      usualMs: usual.get(model) ?? 0,
    })),
    waiting: waiting.map(({ model }) => usual.get(model) ?? 0),
  });
  return starts.map((ms) => new Date(now.getTime() + ms).toISOString());
}
