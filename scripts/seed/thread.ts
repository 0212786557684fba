import type { TurnSettings } from "@/lib/contracts/settings";
import type { StoredPicture } from "@/lib/server/domain/images/ingest";
import { type Chance, pick } from "../faults/random";
import { type EndedGeneration, endedGeneration } from "./generation";
import { uuidAt } from "./ids";
import type { Link, SeedRows } from "./insert";
import { firstPrompt, type Language, nextPrompt } from "./words";

export interface Batch {
  rows: { [T in keyof SeedRows]: SeedRows[T][] };
  bases: Link[];
  covers: Link[];
}

export function emptyBatch(): Batch {
  const rows = { Thread: [], Turn: [], Generation: [], Image: [], Reference: [], AuditEntry: [] };
  return { rows, bases: [], covers: [] };
}

export interface ThreadPlan {
  workspaceId: string;
  createdById: string;
  startedAt: Date;
  /** Nothing happens after it. */
  now: Date;
  isPrivate: boolean;
  models: readonly string[];
  files: readonly StoredPicture[];
  /** Stops after this many images. */
  imagesMost: number;
}

const MINUTE_MS = 60_000;
const TURNS_MEAN = 7;
const TURNS_MOST = 120;
const TITLE_CHARS = 60;
const NAME_CHARS = 80;
/** Shares of all turns or threads. */
const CROPS = 0.03;
const UPLOADS = 0.05;
const DELETED = 0.02;
const ARCHIVED = 0.12;
const BRANCHES = 0.15;

const variationsOf = [
  { count: 1, weight: 70 },
  { count: 2, weight: 15 },
  { count: 4, weight: 15 },
];

interface Step {
  turnId: string;
  imageId: string;
  name: string;
}

/** Adds a thread with its turns, generations and images to a batch; returns how many images it has. */
export function addThread(batch: Batch, plan: ThreadPlan, chance: Chance): number {
  const { workspaceId, createdById, startedAt } = plan;
  const language: Language = chance() < 0.4 ? "zh" : "en";
  const threadId = uuidAt(startedAt, chance);
  const title = firstPrompt(language, chance).slice(0, TITLE_CHARS);
  const turnCount = Math.min(TURNS_MOST, 1 + Math.floor(-Math.log(1 - chance()) * TURNS_MEAN));
  const steps: Step[] = [];
  let images = 0;
  let at = startedAt;
  let settings: TurnSettings | undefined;
  for (let n = 0; n < turnCount && images < plan.imagesMost; n += 1) {
    at = later(at, plan.now, chance);
    const last =
      steps[chance() < BRANCHES ? Math.floor(chance() * steps.length) : steps.length - 1];
    const turn = addTurn(batch, { plan, threadId, at, language, last, chance });
    settings = turn.settings;
    steps.push(...turn.steps);
    images += turn.images;
  }
  const cover = steps.at(-1);
  if (cover) batch.covers.push({ id: threadId, imageId: cover.imageId });
  batch.rows.Thread.push({
    id: threadId,
    workspaceId,
    createdById,
    title,
    visibility: plan.isPrivate ? "private" : "workspace",
    settings: settings ?? settingsOf(plan, 1, chance),
    archivedAt: chance() < ARCHIVED ? at : null,
    deletedAt: chance() < DELETED ? at : null,
    createdAt: startedAt,
    lastActivityAt: at,
  });
  return images;
}

interface TurnPlan {
  plan: ThreadPlan;
  threadId: string;
  at: Date;
  language: Language;
  last: Step | undefined;
  chance: Chance;
}

function addTurn(batch: Batch, turn: TurnPlan) {
  const { plan, threadId, at, language, last, chance } = turn;
  const { workspaceId, createdById } = plan;
  const turnId = uuidAt(at, chance);
  const isCrop = last !== undefined && chance() < CROPS;
  const { count } = isCrop ? { count: 1 } : pick(variationsOf, chance);
  const settings = settingsOf(plan, count, chance);
  const prompt = isCrop
    ? "128 × 128"
    : last === undefined
      ? firstPrompt(language, chance)
      : nextPrompt(language, chance);
  batch.rows.Turn.push({
    id: turnId,
    threadId,
    workspaceId,
    createdById,
    parentTurnId: last?.turnId ?? null,
    prompt,
    settings,
    idempotencyKey: turnId,
    createdAt: at,
  });
  if (last) batch.bases.push({ id: turnId, imageId: last.imageId });
  let images = 0;
  if (!isCrop && chance() < UPLOADS) {
    const imageId = uuidAt(at, chance);
    batch.rows.Image.push(imageOf(turn, { id: imageId, origin: "uploaded", name: "IMG_2041.jpg" }));
    batch.rows.Reference.push({ turnId, position: 0, imageId });
    images += 1;
  }
  const steps: Step[] = [];
  for (let position = 0; position < count; position += 1) {
    const generation: EndedGeneration = endedGeneration({ settings, at, isCrop, chance });
    const generationId = uuidAt(at, chance);
    batch.rows.Generation.push({
      ...generation,
      id: generationId,
      turnId,
      threadId,
      workspaceId,
      createdById,
      position,
    });
    if (generation.state !== "succeeded") continue;
    const id = uuidAt(generation.finishedAt, chance);
    const name = prompt.slice(0, NAME_CHARS);
    batch.rows.Image.push({
      ...imageOf(turn, { id, origin: "generated", name }),
      generationId,
      threadId,
      parentImageId: last?.imageId ?? null,
      createdAt: generation.finishedAt,
    });
    images += 1;
    steps.push({ turnId, imageId: id, name });
  }
  return { settings, images, steps: steps.slice(0, 1) };
}

/** Every column, because the rows of one statement set the same ones. */
function imageOf(
  { plan, at, chance }: TurnPlan,
  own: Pick<SeedRows["Image"], "id" | "origin" | "name">,
): SeedRows["Image"] {
  const file = plan.files[Math.floor(chance() * plan.files.length)];
  if (file === undefined) throw new RangeError("no files were stored");
  return {
    ...own,
    workspaceId: plan.workspaceId,
    createdById: plan.createdById,
    generationId: null,
    threadId: null,
    position: 0,
    audienceId: plan.isPrivate ? plan.createdById : null,
    parentImageId: null,
    sha256: file.sha256,
    createdAt: at,
  };
}

function settingsOf({ models }: ThreadPlan, variations: number, chance: Chance): TurnSettings {
  const model = models[Math.floor(chance() ** 2 * models.length)] ?? "";
  return { model, shape: "3:2", tier: null, variations, temperature: null };
}

/** Usually minutes after the last turn, sometimes days. */
function later(at: Date, now: Date, chance: Chance): Date {
  const minutes = 1 + chance() * 12 + (chance() < 0.05 ? chance() * 60 * 24 * 9 : 0);
  return new Date(Math.min(at.getTime() + minutes * MINUTE_MS, now.getTime() - MINUTE_MS));
}
