import { expect, test } from "vitest";
import type { TurnView } from "@/lib/contracts/turns";
import { variationOf } from "./variation";

test("a variation repeats the whole request under the same parent", () => {
  const settings = { model: "m", shape: "1:1", tier: null, variations: 2, temperature: 0.5 };
  const turn = {
    id: "turn",
    threadId: "thread",
    parentTurnId: "parent",
    baseImage: { id: "base" },
    prompt: "at night",
    settings,
    systemInstruction: "only dusk",
    references: [{ id: "r1" }, { id: "r2" }],
  } as unknown as TurnView;
  expect(variationOf(turn)).toEqual({
    threadId: "thread",
    parentTurnId: "parent",
    baseImageId: "base",
    prompt: "at night",
    settings,
    systemInstruction: "only dusk",
    referenceIds: ["r1", "r2"],
  });
});
