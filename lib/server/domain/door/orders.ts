import "server-only";
import type { ChatRequest, ImagesRequest } from "@/lib/contracts/door";
import type { ImageId } from "@/lib/contracts/ids";
import type { TurnSettings } from "@/lib/contracts/settings";
import type { Shape } from "@/lib/contracts/shapes";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import {
  chipsOfSize,
  findDoorModel,
  nearestShape,
  shapeInWords,
} from "@/lib/server/domain/door/asked-size";
import { bringPicture, findShownImage } from "@/lib/server/domain/door/bring-picture";
import { findBase, type BasePicture, type Order } from "@/lib/server/domain/door/place-order";
import {
  type Conversation,
  type EarlierMessage,
  withEarlier,
} from "@/lib/server/domain/door/read-conversation";
import { defaultSettings } from "@/lib/server/domain/studio/models";
import { parseSettings } from "@/lib/server/domain/views/turn";

/**
 * A chat as an order. What is refined: a picture of ours that the last message brings first, else the newest one that an
 * answer showed; the turn then goes on from the one that made it, and the branch tells the model what was said before.
 * All other pictures of the last message are references. What no turn of ours holds goes along in words.
 */
export async function orderOfChat(
  actor: Actor,
  request: ChatRequest,
  conversation: Conversation,
): Promise<Order> {
  const profile = findDoorModel(request.model);
  // Before pictures are taken in: a size that is not offered costs nobody anything.
  chipsOfSize(profile, request.size, "1:1");
  const shown = await findShown(actor, conversation.earlier);
  const brought: ImageId[] = [];
  for (const picture of conversation.pictures) brought.push(await bringPicture(actor, picture));
  const first = brought[0] === undefined ? null : await findBase(actor, brought[0]);
  const isFirstOurs = first !== null && first.made !== null;
  const base = isFirstOurs ? first : shown === null ? null : await findBase(actor, shown.imageId);
  const shape = await shapeFor(conversation.instruction, base, brought);
  return {
    prompt: withEarlier(conversation.instruction, shown?.since ?? conversation.earlier),
    systemInstruction: conversation.systemInstruction,
    settings: {
      model: profile.id,
      ...chipsOfSize(profile, request.size, shape),
      variations: request.n ?? 1,
      temperature: request.temperature ?? null,
    },
    base,
    referenceIds: brought.filter((id) => id !== base?.imageId),
  };
}

type Shown = { imageId: ImageId; since: EarlierMessage[] };

/** The newest picture of ours that the conversation has shown, and what was said after it. */
async function findShown(actor: Actor, earlier: readonly EarlierMessage[]): Promise<Shown | null> {
  for (const [index, message] of [...earlier.entries()].toReversed()) {
    if (message.role !== "assistant") continue;
    for (const url of message.pictureUrls) {
      const imageId = await findShownImage(actor, url);
      if (imageId !== null) return { imageId, since: earlier.slice(index + 1) };
    }
  }
  return null;
}

/** What the Images endpoints were asked for, as an order; the first picture is the one to change. */
export async function orderOfImages(
  actor: Actor,
  request: ImagesRequest,
  takeIn: () => Promise<ImageId[]>,
): Promise<Order> {
  const profile = findDoorModel(request.model);
  chipsOfSize(profile, request.size, "1:1");
  const [first, ...referenceIds] = await takeIn();
  const base = first === undefined ? null : await findBase(actor, first);
  const shape = await shapeFor(request.prompt, base, []);
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
 * The shape where no size is asked for, since the studio always asks for one: what the words name, else what the picture to
 * change was asked to be or is, else that of a single reference, else the default.
 */
async function shapeFor(
  instruction: string,
  base: BasePicture | null,
  brought: readonly ImageId[],
): Promise<Shape> {
  const named = shapeInWords(instruction);
  if (named !== null) return named;
  if (base?.made) return (await settingsOf(base.made.turnId)).shape;
  const like = base?.imageId ?? (brought.length === 1 ? brought[0] : undefined);
  if (like === undefined) return defaultSettings().shape;
  const { blob } = await db.image.findUniqueOrThrow({
    where: { id: like },
    select: { blob: { select: { width: true, height: true } } },
  });
  return nearestShape(blob);
}

async function settingsOf(turnId: string): Promise<TurnSettings> {
  const turn = await db.turn.findUniqueOrThrow({
    where: { id: turnId },
    select: { settings: true },
  });
  return parseSettings(turn.settings);
}
