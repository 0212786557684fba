import "server-only";
import type { ThreadId, TurnId } from "@/lib/contracts/ids";
import type { TurnSettings } from "@/lib/contracts/settings";
import type { TurnCreateBody, TurnRequestBody } from "@/lib/contracts/turns";
import { authorizeImage, authorizeTurn } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { nearestShape, shapeInWords } from "@/lib/server/domain/compat-orders/asked-size";
import { defaultSettings, modelProfiles } from "@/lib/server/domain/studio/models";
import { parseSettings } from "@/lib/server/domain/views/turn";
import { exactSizeOf } from "@/lib/server/upstream/profiles/profiles";

/** Where a picture goes on, and with what, unless a program says otherwise. */
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

/** What a turn has that follows nothing. */
export function newOrigin(): Origin {
  return { ...NEW, settings: defaultSettings() };
}

/**
 * After the turn that made a picture, with its settings; in a new thread where no turn made it or its thread is deleted.
 * A picture that nobody asked for in a shape keeps its own. Throws `not_found`.
 */
export async function originOf(actor: Actor, imageId: string): Promise<Origin> {
  const image = await authorizeImage(actor, imageId, "read");
  const { blob, generation } = await db.image.findUniqueOrThrow({
    where: { id: image.id },
    select: {
      blob: { select: { width: true, height: true } },
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
    return { ...NEW, settings: { ...defaultSettings(), shape: nearestShape(blob) } };
  }
  const { turn, endpoint } = generation;
  const asked = parseSettings(turn.settings);
  // A cut-out has another shape than what its turn inherited.
  const settings = endpoint === "local" ? { ...asked, shape: nearestShape(blob) } : asked;
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
 * Settings for an instruction: what is wished for, else the shape that the words name ("16:9"), else what it goes on from.
 * Exact pixels are inherited only where the model offers them in that shape; one picture, unless more are wished for.
 */
export function settingsFor(
  instruction: string,
  from: TurnSettings,
  wishes: Partial<TurnSettings>,
): TurnSettings {
  const model = wishes.model ?? from.model;
  const shape = wishes.shape ?? shapeInWords(instruction) ?? from.shape;
  const profile = modelProfiles().find(({ id }) => id === model);
  const isOffered =
    profile !== undefined && from.tier !== null && exactSizeOf(profile, shape, from.tier) !== null;
  return {
    model,
    shape,
    tier: wishes.tier === undefined ? (isOffered ? from.tier : null) : wishes.tier,
    variations: wishes.variations ?? 1,
    temperature: wishes.temperature === undefined ? from.temperature : wishes.temperature,
  };
}

/** A program's turn with all that it left out. A body that leaves nothing out stays as it is. Throws `not_found`. */
export async function completeDraft(actor: Actor, body: TurnRequestBody): Promise<TurnCreateBody> {
  const isWhole = body.threadId !== undefined && body.parentTurnId !== undefined;
  const from =
    isWhole || body.baseImageId === null ? newOrigin() : await originOf(actor, body.baseImageId);
  if (body.threadId === undefined && body.parentTurnId) {
    const { threadId } = await authorizeTurn(actor, body.parentTurnId, "write");
    from.threadId = brandId(threadId);
  }
  // A thread that is named is not left for the picture's own.
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
