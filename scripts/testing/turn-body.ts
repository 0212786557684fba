import { randomUUID } from "node:crypto";
import type { TurnCreateBody } from "@/lib/contracts/turns";

/** The composer's body for a first turn, with overrides. */
export function turnBody(change: Partial<TurnCreateBody> = {}): TurnCreateBody {
  return {
    threadId: null,
    parentTurnId: null,
    baseImageId: null,
    prompt: "An old lighthouse at dusk",
    settings: {
      model: "gpt-image-2-vip",
      shape: "3:2",
      tier: null,
      variations: 1,
      temperature: null,
    },
    systemInstruction: "",
    referenceIds: [],
    idempotencyKey: randomUUID(),
    ...change,
  };
}
