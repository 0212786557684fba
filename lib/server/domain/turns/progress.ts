import "server-only";
import type { TurnId } from "@/lib/contracts/ids";
import { imageBytesPath } from "@/lib/contracts/paths";
import type { TurnProgress, TurnView } from "@/lib/contracts/turns";
import { authorizeTurn } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { readCreated } from "@/lib/server/domain/turns/created";
import { hasEnded } from "@/lib/server/domain/turns/watch";

/** A turn with its images, as it is now. Throws `not_found`. */
export async function loadTurnProgress(actor: Actor, turnId: TurnId): Promise<TurnProgress> {
  await authorizeTurn(actor, turnId, "read");
  return toTurnProgress((await readCreated(db, turnId)).turn);
}

/** The same, from a turn whose reader is already authorized. */
export function toTurnProgress(turn: TurnView): TurnProgress {
  return {
    turn,
    isUnderWay: turn.generations.some(({ state }) => !hasEnded(state)),
    images: turn.generations
      .flatMap(({ images }) => images)
      .map((image) => ({ ...image, original: imageBytesPath(image.id, "original") })),
  };
}
