import "server-only";
import type { ThreadId, TurnId } from "@/lib/contracts/ids";
import type { TurnSettings } from "@/lib/contracts/settings";
import type { TurnCreateBody, TurnRequestBody } from "@/lib/contracts/turns";
import { authorizeImage, authorizeTurn } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { nearestShape, shapeInWords } from "@/lib/server/domain/compat-orders/asked-size";
import { defaultSettings, modelProfiles } from "@/lib/server/domain/upstream/models";
import { parseSettings } from "@/lib/server/domain/views/turn";
import { exactSizeOf } from "@/lib/server/upstream/profiles/profiles";

/** Defaults for a turn that refines an image: its thread, parent and settings. */
export type Origin = {
  threadId: ThreadId | null;
  parentTurnId: TurnId | null;
  settings: TurnSettings;
  systemInstruction: string;
};

const NEW: Omit<Origin, "settings"> = {
  threadId: null,
  parentTurnId: null,
  systemInstruction: "",
};

/** Defaults for a turn without a parent. */
export function newOrigin(): Origin {
  return { ...NEW, settings: defaultSettings() };
}

/**
 * Continues after the turn that made the image, with its settings; in a new thread if no turn made it or the thread is
 * deleted. An uploaded or cropped image keeps its own shape.
 * @throws AppError `not_found`
 */
export async function originOf(actor: Actor, imageId: string): Promise<Origin> {
  const image = await authorizeImage(actor, imageId, "read");
  const { generation, ...pixels } = await db.image.findUniqueOrThrow({
    where: { id: image.id },
    select: {
      width: true,
      height: true,
      generation: {
        select: {
          endpoint: true,
          turn: {
            select: {
              id: true,
              settings: true,
              systemInstruction: true,
              thread: { select: { id: true, deletedAt: true } },
            },
          },
        },
      },
    },
  });
  if (generation === null) {
    return { ...NEW, settings: { ...defaultSettings(), shape: nearestShape(pixels) } };
  }
  const { turn, endpoint } = generation;
  const inherited = parseSettings(turn.settings);
  // A crop's shape differs from its turn's.
  const settings = endpoint === "local" ? { ...inherited, shape: nearestShape(pixels) } : inherited;
  const { systemInstruction, thread } = turn;
  if (thread.deletedAt !== null) return { ...NEW, settings, systemInstruction };
  return {
    threadId: brandId(thread.id),
    parentTurnId: brandId(turn.id),
    settings,
    systemInstruction,
  };
}

/**
 * Settings for an instruction: explicit ones first, then a shape that the text names ("16:9"), then those it continues
 * from. Exact pixels are inherited only if the model offers them in that shape. One image unless more are requested.
 */
export function settingsFor(
  instruction: string,
  from: TurnSettings,
  overrides: Partial<TurnSettings>,
): TurnSettings {
  const model = overrides.model ?? from.model;
  const shape = overrides.shape ?? shapeInWords(instruction) ?? from.shape;
  const profile = modelProfiles().find(({ id }) => id === model);
  const isOffered =
    profile !== undefined && from.tier !== null && exactSizeOf(profile, shape, from.tier) !== null;
  return {
    model,
    shape,
    tier: overrides.tier === undefined ? (isOffered ? from.tier : null) : overrides.tier,
    variations: overrides.variations ?? 1,
    temperature: overrides.temperature === undefined ? from.temperature : overrides.temperature,
    // Not inherited: the image may belong to another person.
    ...(overrides.collectionId && { collectionId: overrides.collectionId }),
  };
}

/**
 * Fills in what a client's turn request omits. A complete body is unchanged.
 * @throws AppError `not_found`
 */
export async function completeDraft(actor: Actor, body: TurnRequestBody): Promise<TurnCreateBody> {
  const isWhole = body.threadId !== undefined && body.parentTurnId !== undefined;
  const from =
    isWhole || body.baseImageId === null ? newOrigin() : await originOf(actor, body.baseImageId);
  if (body.threadId === undefined && body.parentTurnId) {
    const { threadId } = await authorizeTurn(actor, body.parentTurnId, "write");
    from.threadId = brandId(threadId);
  }
  // An explicit thread takes precedence over the image's own.
  const isSame = body.threadId === undefined || body.threadId === from.threadId;
  const parentTurnId = isSame ? from.parentTurnId : null;
  return {
    ...body,
    threadId: body.threadId === undefined ? from.threadId : body.threadId,
    parentTurnId: body.parentTurnId === undefined ? parentTurnId : body.parentTurnId,
    settings: settingsFor(body.prompt, from.settings, body.settings),
    systemInstruction: body.systemInstruction ?? from.systemInstruction,
  };
}
