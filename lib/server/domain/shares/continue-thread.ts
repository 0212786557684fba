import "server-only";
import { v7 as timeOrderedId } from "uuid";
import type { ImageId } from "@/lib/contracts/ids";
import type { TurnSettings } from "@/lib/contracts/settings";
import type { Continued } from "@/lib/contracts/share-continue";
import type { ShareData, SharedImage } from "@/lib/contracts/share-view";
import type { Permitted } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { nearestShape } from "@/lib/server/domain/compat-orders/asked-size";
import { audienceOf } from "@/lib/server/domain/images/audience";
import { draftAdded } from "@/lib/server/domain/images/image-drafts";
import type { StoredPicture } from "@/lib/server/domain/images/ingest";
import { type CopyBytes, holdBytes } from "@/lib/server/domain/shares/continue-bytes";
import type { PathStep } from "@/lib/server/domain/shares/continue-path";
import { readLastSettings } from "@/lib/server/domain/studio/state";
import { readCreated } from "@/lib/server/domain/turns/created";
import { freeTitle } from "@/lib/server/domain/turns/open-thread";
import { modelProfiles } from "@/lib/server/domain/upstream/models";
import { imageInclude } from "@/lib/server/domain/views/image";
import { publishEvents } from "@/lib/server/events/publish";
import type { Prisma } from "@/lib/server/generated/prisma/client";
import { shortTitle } from "@/lib/utils/titles/short-title";

/** What the database knows of an image that the share shows. */
export type Source = {
  picture: StoredPicture;
  isUpload: boolean;
  isCrop: boolean;
  createdById: string;
  turnId: string | null;
};

export type ContinuedPath = {
  data: ShareData;
  path: readonly PathStep[];
  sources: ReadonlyMap<ImageId, Source>;
  /** Of all images that go along. */
  bytes: ReadonlyMap<ImageId, CopyBytes>;
  untitled: string;
  idempotencyKey: string;
};

type Scope = {
  person: Actor;
  workspaceId: string;
  threadId: string;
  audienceId: string | null;
  title: string;
};

/** A row of the new thread for each step, and the new ids of all images that go along. */
type Copies = {
  steps: { step: PathStep; turnId: string; generationId: string; at: Date }[];
  imageIds: ReadonlyMap<ImageId, string>;
  /** Images that no step of the path made: references and foreign bases. */
  foreign: readonly ImageId[];
};

/**
 * Writes the path as a new thread with rows of its own, and publishes it. The last turn has the idempotency key. Throws
 * `not_found` if bytes are gone, and a unique violation for a used key.
 */
export async function writeContinued(
  tx: Tx,
  person: Actor,
  workspace: Permitted<"write">,
  input: ContinuedPath,
  now: Date,
): Promise<Continued> {
  const workspaceId = workspace.id;
  const { defaultVisibility: visibility } = await tx.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { defaultVisibility: true },
  });
  const own = await readLastSettings({ userId: person.userId, workspaceId }, tx);
  const copies = copy(input, now);
  const title = await freeTitle(tx, person, { workspaceId, visibility, title: titleOf(input) });
  const last = input.path.at(-1);
  if (last === undefined) throw new Error("a path has at least its image");
  const { id: threadId } = await tx.thread.create({
    data: {
      workspaceId,
      createdById: person.userId,
      visibility,
      title,
      settings: settingsToGoOn(own, last.image),
      createdAt: now,
      lastActivityAt: now,
    },
    select: { id: true },
  });
  const audienceId = audienceOf({ visibility, createdById: person.userId });
  const scope: Scope = { person, workspaceId, threadId, audienceId, title };
  await holdBytes(tx, [...input.bytes.values()]);
  await writeForeign(tx, scope, input, copies, now);
  await writeSteps(tx, scope, input, copies, own);
  const coverImageId = copies.imageIds.get(last.image.id) ?? null;
  await tx.thread.update({ where: { id: threadId }, data: { coverImageId } });
  await publish(tx, scope, copies);
  return toContinued(workspace, threadId);
}

/** The answer for a thread that is there. */
export function toContinued({ id }: Permitted<"write">, threadId: string): Continued {
  return { threadId: brandId(threadId), workspaceId: id, path: `/t/${threadId}` };
}

/** New ids, and times a millisecond apart, so that every list has the versions in their order. */
function copy({ path, bytes }: ContinuedPath, now: Date): Copies {
  const steps = path.map((step, index) => ({
    step,
    turnId: timeOrderedId(),
    generationId: timeOrderedId(),
    at: new Date(now.getTime() - (path.length - 1 - index)),
  }));
  const made = new Set(path.map(({ image }) => image.id));
  const imageIds = new Map([...bytes.keys()].map((id) => [id, timeOrderedId()]));
  return { steps, imageIds, foreign: [...bytes.keys()].filter((id) => !made.has(id)) };
}

/** As the share calls it: its thread, else the last words that made something. */
function titleOf({ data, path, sources, untitled }: ContinuedPath): string {
  if (data.kind === "thread" && data.title) return data.title;
  const words = path.findLast(
    ({ image, instruction }) => instruction && sources.get(image.id)?.isCrop === false,
  );
  return shortTitle(words?.instruction ?? "") || untitled;
}

/** The settings with which the visitor goes on: those of the image where they are shown and offered, else their own. */
function settingsToGoOn(own: TurnSettings, image: SharedImage): TurnSettings {
  const { settings } = image;
  const isOffered = modelProfiles().some(({ id }) => id === settings?.model);
  return settings !== null && isOffered
    ? { ...settings, variations: 1 }
    : { ...own, shape: nearestShape(image), tier: null };
}

async function writeForeign(
  tx: Tx,
  { person, workspaceId, audienceId }: Scope,
  { data, bytes, untitled }: ContinuedPath,
  { foreign, imageIds }: Copies,
  now: Date,
): Promise<void> {
  const shown = new Map([...data.images, ...data.others].map((image) => [image.id, image]));
  await tx.image.createMany({
    data: foreign.flatMap((id) => {
      const sha256 = bytes.get(id)?.sha256;
      if (sha256 === undefined) return [];
      return {
        id: imageIds.get(id),
        workspaceId,
        createdById: person.userId,
        audienceId,
        origin: "uploaded" as const,
        sha256,
        name: shown.get(id)?.alt || untitled,
        createdAt: now,
      };
    }),
  });
}

/** Turns, generations that were sent nowhere and cost nothing, images, references and credits. */
async function writeSteps(
  tx: Tx,
  scope: Scope,
  input: ContinuedPath,
  { steps, imageIds }: Copies,
  own: TurnSettings,
): Promise<void> {
  const { person, workspaceId, threadId } = scope;
  const { data, sources, bytes, idempotencyKey } = input;
  const inScope = { threadId, workspaceId, createdById: person.userId };
  const idOf = (id: ImageId | null) => (id === null ? null : (imageIds.get(id) ?? null));
  const turns: Prisma.TurnCreateManyInput[] = [];
  const generations: Prisma.GenerationCreateManyInput[] = [];
  const images: Prisma.ImageCreateManyInput[] = [];
  const references: Prisma.ReferenceCreateManyInput[] = [];
  const credits: Prisma.TurnCreditCreateManyInput[] = [];
  for (const [index, { step, turnId, generationId, at }] of steps.entries()) {
    const { image, instruction, baseId, referenceIds } = step;
    const { settings } = image;
    const source = sources.get(image.id);
    const isCrop = source?.isCrop === true && data.shows.prompts;
    const isLast = index === steps.length - 1;
    turns.push({
      ...inScope,
      id: turnId,
      parentTurnId: steps[index - 1]?.turnId ?? null,
      baseImageId: idOf(baseId),
      prompt: instruction ?? "",
      // Hidden ones say what can be seen.
      settings:
        settings === null
          ? { ...own, shape: nearestShape(image), tier: null }
          : { ...settings, variations: 1 },
      idempotencyKey: isLast ? idempotencyKey : `${idempotencyKey} ${index}`,
      createdAt: at,
    });
    generations.push({
      ...inScope,
      id: generationId,
      turnId,
      keySource: "instance",
      position: 0,
      state: "succeeded",
      // Empty where settings are hidden.
      model: settings?.model ?? "",
      endpoint: isCrop ? "local" : "copied",
      isSandbox: false,
      priceMicroUsd: 0,
      costMicroUsd: 0,
      billed: "no",
      queuedAt: at,
      finishedAt: at,
    });
    images.push({
      ...inScope,
      id: idOf(image.id) ?? undefined,
      origin: "generated",
      generationId,
      audienceId: scope.audienceId,
      parentImageId: idOf(baseId),
      sha256: bytes.get(image.id)?.sha256 ?? null,
      name: image.alt || scope.title,
      createdAt: at,
    });
    for (const [position, id] of referenceIds.entries()) {
      const imageId = idOf(id);
      if (imageId !== null) references.push({ turnId, position, imageId });
    }
    credits.push({
      turnId,
      title: data.title,
      name: image.by,
      userId: image.by === null ? null : (source?.createdById ?? null),
    });
  }
  // A turn names the image of the one before, and an image its generation, which names its turn.
  await tx.turn.createMany({ data: turns.map((turn) => ({ ...turn, baseImageId: null })) });
  await tx.generation.createMany({ data: generations });
  await tx.image.createMany({ data: images });
  for (const { id, baseImageId } of turns) {
    if (baseImageId != null) await tx.turn.update({ where: { id }, data: { baseImageId } });
  }
  await tx.reference.createMany({ data: references });
  await tx.turnCredit.createMany({ data: credits });
}

/** One event for the thread with its newest turn, which brings it into lists, and one for each new image. */
async function publish(
  tx: Tx,
  { workspaceId, audienceId }: Scope,
  { steps, imageIds }: Copies,
): Promise<void> {
  const last = steps.at(-1)?.turnId;
  if (last === undefined) return;
  await publishEvents(tx, brandId(workspaceId), async () => {
    const created = await readCreated(tx, last);
    const images = await tx.image.findMany({
      where: { id: { in: [...imageIds.values()] }, workspaceId },
      include: imageInclude,
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    });
    const payload = { kind: "turn.created", ...created } as const;
    return [{ audienceId, payload }, ...images.map(draftAdded)];
  });
}
