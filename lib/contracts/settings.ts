import { z } from "zod";
import { collectionId } from "@/lib/contracts/ids";
import { TEMPERATURE_MAX, VARIATIONS_MAX } from "@/lib/contracts/limits";
import { SHAPES, TIERS } from "@/lib/contracts/shapes";

/** Settings of a turn. `tier` asks for exact pixels; `collectionId` is where its new images go as well. */
export const turnSettings = z.strictObject({
  model: z.string().min(1).max(100),
  shape: z.enum(SHAPES),
  tier: z.enum(TIERS).nullable(),
  variations: z.int().min(1).max(VARIATIONS_MAX),
  temperature: z.number().min(0).max(TEMPERATURE_MAX).nullable(),
  collectionId: collectionId.optional(),
});
export type TurnSettings = z.infer<typeof turnSettings>;
