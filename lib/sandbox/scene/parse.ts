import "server-only";
import { z } from "zod";
import { HOURS, PLACES, type Scene, STYLES, THINGS, WEATHERS } from "./scene";

/** Strict: anyone can write a scene into a PNG, and its colours end up in SVG. */
const hex = z.string().regex(/^#[0-9a-f]{6}$/u);
const step = z.number().min(-4).max(4);

const sceneSchema = z.strictObject({
  version: z.literal(1),
  seed: z.int().min(0).max(0xffffffff),
  skySeed: z.int().min(0).max(0xffffffff).optional(),
  setting: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("place"), place: z.enum(PLACES) }),
    z.strictObject({ type: z.literal("picture"), id: z.string().regex(/^[0-9a-f]{32}$/u) }),
  ]),
  hour: z.enum(HOURS),
  hourAsked: z.boolean(),
  weather: z.enum(WEATHERS),
  season: z.enum(["spring", "summer", "autumn", "winter"]),
  tints: z.array(hex).max(4),
  things: z
    .array(
      z.strictObject({
        kind: z.enum(THINGS),
        count: z.int().min(0).max(40),
        seed: z.int().min(0).max(0xffffffff),
        size: z.number().min(0.2).max(5),
        colour: hex.optional(),
        side: z.enum(["left", "right", "centre"]).optional(),
      }),
    )
    .max(40),
  style: z.enum(STYLES),
  finish: z.strictObject({
    warmth: step,
    light: step,
    chroma: step,
    contrast: step,
    mono: z.enum(["none", "grey", "sepia"]),
    blur: z.number().min(0).max(4),
    vignette: z.boolean(),
    grain: z.number().min(0).max(3),
    mirror: z.boolean(),
    upsideDown: z.boolean(),
    quarterTurns: z.int().min(0).max(3),
    zoom: z.number().min(1).max(3),
    border: z.boolean(),
    captions: z.array(z.string().max(60)).max(3),
  }),
  width: z.int().min(64).max(3840),
  height: z.int().min(64).max(3840),
});

/** Parses a scene from JSON; undefined if invalid. */
export function parseScene(text: string): Scene | undefined {
  try {
    const parsed = sceneSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
