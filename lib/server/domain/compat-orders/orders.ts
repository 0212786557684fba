import "server-only";
import type { ChatRequest } from "@/lib/contracts/openai-compat";
import type { ImagesRequest } from "@/lib/contracts/openai-compat-images";
import type { ImageId } from "@/lib/contracts/ids";
import type { TurnSettings } from "@/lib/contracts/settings";
import type { Shape } from "@/lib/contracts/shapes";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import {
  chipsOfSize,
  findCompatModel,
  nearestShape,
  shapeInWords,
  shapeOfRatio,
} from "@/lib/server/domain/compat-orders/asked-size";
import {
  resolveInputPicture,
  isOwnAddress,
} from "@/lib/server/domain/compat-orders/resolve-input-picture";
import {
  findBase,
  type BasePicture,
  type Order,
} from "@/lib/server/domain/compat-orders/place-order";
import {
  type InputPicture,
  type Conversation,
  type ShownAnswer,
  withEarlier,
} from "@/lib/server/domain/compat-orders/read-conversation";
import { defaultSettings } from "@/lib/server/domain/upstream/models";
import { parseSettings } from "@/lib/server/domain/views/turn";
import { AppError } from "@/lib/server/errors";
import type { ModelProfile } from "@/lib/server/upstream/profiles/profiles";

/**
 * A chat as an order. The base is an image of this instance that the user sends first, else the newest one that an
 * answer showed; the turn then continues from the turn that made it, if any, and that branch tells the model the
 * earlier instructions. The user's other images are references. Messages that no turn of this instance holds are added
 * to the prompt as text.
 */
export async function orderOfChat(
  actor: Actor,
  request: ChatRequest,
  conversation: Conversation,
): Promise<Order> {
  const profile = findCompatModel(request.model);
  const { size, ratio: askedRatio } = askedSizeOf(request);
  const ratio = shapeOfRatio(askedRatio);
  // Validate before images are stored or fetched.
  chipsOfSize(profile, size, "1:1");
  refuseTooMany(profile, conversation.pictures);
  const [head, ...rest] = conversation.pictures;
  const first = head ? await findBase(actor, await resolveInputPicture(actor, head)) : null;
  const answer = first?.made ? null : conversation.shown;
  if (answer !== null) refuseTooMany(profile, conversation.pictures, 1);
  const uploaded = await bringAll(actor, rest, first?.imageId);
  const shown = answer && (await bringAnswer(actor, profile, answer, uploaded.length));
  const base = shown?.base ?? (first?.made ? first : null);
  const since = conversation.shown?.since ?? conversation.earlier;
  const words = [
    conversation.instruction,
    ...since.flatMap(({ role, text }) => (role === "user" ? [text] : [])).toReversed(),
  ];
  const shape = ratio ?? (await shapeFor(words, base, uploaded));
  const others = new Set([...(shown?.references ?? []), ...uploaded]);
  return {
    prompt: withEarlier(conversation.instruction, since),
    systemInstruction: conversation.systemInstruction,
    settings: {
      model: profile.id,
      ...chipsOfSize(profile, size, shape),
      variations: request.n ?? 1,
      temperature: request.temperature ?? null,
    },
    base,
    referenceIds: [...others].filter((id) => id !== base?.imageId),
  };
}

/** The size and ratio fields of a chat, under their various keys. */
export function askedSizeOf({ size, aspect_ratio, image_config }: ChatRequest): {
  size: string | null;
  ratio: string | null;
} {
  return {
    size: size ?? image_config?.image_size ?? null,
    ratio: aspect_ratio ?? image_config?.aspect_ratio ?? null,
  };
}

async function bringAll(
  actor: Actor,
  pictures: readonly InputPicture[],
  first?: ImageId,
): Promise<ImageId[]> {
  const ids = new Set(first === undefined ? [] : [first]);
  for (const picture of pictures) ids.add(await resolveInputPicture(actor, picture));
  return [...ids];
}

/**
 * The images of an answer. The first one that a turn of this instance made is the base, and the others of this instance
 * are its variations. In another program's answer the first is the base, and the others are references.
 */
async function bringAnswer(
  actor: Actor,
  profile: ModelProfile,
  { pictures }: ShownAnswer,
  besides: number,
): Promise<{ base: BasePicture | null; references: ImageId[] }> {
  const external = pictures.filter(({ url }) => !isOwnAddress(url));
  refuseTooMany(profile, external, besides);
  const bases: BasePicture[] = [];
  for (const id of await bringAll(actor, pictures)) bases.push(await findBase(actor, id));
  const base = bases.find(({ made }) => made !== null) ?? bases[0] ?? null;
  const foreign = bases.filter(({ imageId, isOurs }) => !isOurs && imageId !== base?.imageId);
  return { base, references: foreign.map(({ imageId }) => imageId) };
}

/**
 * Call it before any is stored or fetched.
 * @throws AppError `too_many_references` with the field of the first excess one
 */
function refuseTooMany(
  { references: { maxCount } }: ModelProfile,
  pictures: readonly { field: string }[],
  besides = 0,
): void {
  const tooMany = pictures[Math.max(0, maxCount - besides)];
  if (tooMany === undefined) return;
  throw new AppError("too_many_references", { field: tooMany.field, details: { max: maxCount } });
}

/** A request to the Images endpoints as an order; the first image is the one to change. */
export async function orderOfImages(
  actor: Actor,
  request: ImagesRequest,
  pictures: readonly { field: string }[],
  readPictures: () => Promise<ImageId[]>,
): Promise<Order> {
  const profile = findCompatModel(isRetiredModel(request.model) ? null : request.model);
  const ratio = shapeOfRatio(request.aspect_ratio);
  chipsOfSize(profile, request.size, "1:1");
  refuseTooMany(profile, pictures);
  const [first, ...referenceIds] = new Set(await readPictures());
  const base = first === undefined ? null : await findBase(actor, first);
  const shape = ratio ?? (await shapeFor([request.prompt], base, []));
  return {
    prompt: request.prompt,
    systemInstruction: "",
    settings: {
      model: profile.id,
      ...chipsOfSize(profile, request.size, shape),
      variations: request.n ?? 1,
      temperature: null,
    },
    base,
    referenceIds,
  };
}

/**
 * The shape if no size is given, since a turn always has one: what the texts name (newest first), else the base's
 * requested or actual shape, else that of a single reference, else the default.
 */
async function shapeFor(
  words: readonly string[],
  base: BasePicture | null,
  uploaded: readonly ImageId[],
): Promise<Shape> {
  for (const text of words) {
    const named = shapeInWords(text);
    if (named !== null) return named;
  }
  if (base?.made) return (await settingsOf(base.made.turnId)).shape;
  const like = base?.imageId ?? (uploaded.length === 1 ? uploaded[0] : undefined);
  if (like === undefined) return defaultSettings().shape;
  const pixels = await db.image.findUniqueOrThrow({
    where: { id: like },
    select: { width: true, height: true },
  });
  return nearestShape(pixels);
}

/** OpenAI's retired models, which old clients hard-code; they map to the default model. */
function isRetiredModel(model: string | null | undefined): boolean {
  return model === "dall-e-2" || model === "dall-e-3";
}

async function settingsOf(turnId: string): Promise<TurnSettings> {
  const turn = await db.turn.findUniqueOrThrow({
    where: { id: turnId },
    select: { settings: true },
  });
  return parseSettings(turn.settings);
}
