import type { TurnSettings } from "@/lib/contracts/settings";
import type { TurnCreateBody, TurnView } from "@/lib/contracts/turns";

/** The draft of a variation: a sibling with the same parent, base, references and settings. */
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
