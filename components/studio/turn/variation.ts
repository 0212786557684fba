import type { TurnSettings } from "@/lib/contracts/settings";
import type { TurnCreateBody, TurnView } from "@/lib/contracts/turns";

/** The draft that asks for the same again: a sibling of the turn, with everything that it had. */
export function variationOf(
  turn: TurnView,
  change: Partial<TurnSettings> = {},
): Omit<TurnCreateBody, "idempotencyKey"> {
  return {
    threadId: turn.threadId,
    parentTurnId: turn.parentTurnId,
    baseImageId: turn.baseImage?.id ?? null,
    prompt: turn.prompt,
    mentions: turn.mentions,
    settings: { ...turn.settings, ...change },
    systemInstruction: turn.systemInstruction,
    referenceIds: turn.references.map(({ id }) => id),
  };
}
