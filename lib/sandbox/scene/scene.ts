import "server-only";
import type { Hex } from "../colour";

export const PLACES = [
  "coast",
  "beach",
  "harbour",
  "lake",
  "mountains",
  "forest",
  "meadow",
  "desert",
  "snow",
  "city",
  "still-life",
  "window",
  "space",
] as const;
export type Place = (typeof PLACES)[number];

export const HOURS = ["dawn", "morning", "day", "golden", "sunset", "dusk", "night"] as const;
export type Hour = (typeof HOURS)[number];

export const WEATHERS = ["clear", "cloudy", "overcast", "rain", "snow", "fog", "storm"] as const;
export type Weather = (typeof WEATHERS)[number];

export type Season = "spring" | "summer" | "autumn" | "winter";

export const STYLES = [
  "plain",
  "watercolour",
  "ink",
  "line",
  "pixel",
  "poster",
  "neon",
  "oil",
  "pastel",
] as const;
export type Style = (typeof STYLES)[number];

export const THINGS = [
  "sun",
  "moon",
  "stars",
  "aurora",
  "rainbow",
  "birds",
  "balloon",
  "lighthouse",
  "house",
  "windmill",
  "pagoda",
  "bridge",
  "sailboat",
  "boat",
  "tree",
  "pines",
  "palm",
  "flowers",
  "cat",
  "person",
  "tent",
  "lanterns",
  "fruit",
  "vase",
  "clouds",
] as const;
export type ThingKind = (typeof THINGS)[number];

/** One kind of object. Its own seed places it, so adding or removing others never moves it. */
export type Thing = {
  kind: ThingKind;
  count: number;
  seed: number;
  /** Factor on its usual size. */
  size: number;
  colour?: Hex | undefined;
  /** Set when the prompt names a side; otherwise the place decides. */
  side?: "left" | "right" | "centre" | undefined;
};

/** Post-processing, in the order in which the painter applies it. */
export type Finish = {
  /** Steps of warmth: negative is cooler. */
  warmth: number;
  /** Steps of brightness: negative is darker. */
  light: number;
  /** Steps of saturation: negative is paler. */
  chroma: number;
  contrast: number;
  mono: "none" | "grey" | "sepia";
  blur: number;
  vignette: boolean;
  grain: number;
  mirror: boolean;
  upsideDown: boolean;
  /** Clockwise quarter turns, 0-3. */
  quarterTurns: number;
  /** 1 shows all; larger is closer. */
  zoom: number;
  border: boolean;
  captions: string[];
};

/**
 * What a sandbox picture shows. It travels inside the PNG and in the painter's memory, and an edit is a change to
 * it: the same seed under another hour is the same place.
 */
export type Scene = {
  version: 1;
  /** Determines the landscape. */
  seed: number;
  /** Set when the same prompt is repeated: other clouds over the same landscape. */
  skySeed?: number | undefined;
  /** A painted place, or a foreign picture by its id in the painter's memory. */
  setting: { type: "place"; place: Place } | { type: "picture"; id: string };
  hour: Hour;
  /** Whether the prompt asked for this hour. A foreign picture keeps its own light otherwise. */
  hourAsked: boolean;
  weather: Weather;
  season: Season;
  /** Colours that tint the whole palette, the strongest first. */
  tints: Hex[];
  things: Thing[];
  style: Style;
  finish: Finish;
  /** Pixels of the picture, before any quarter turn. */
  width: number;
  height: number;
};

export const PLAIN_FINISH: Finish = {
  warmth: 0,
  light: 0,
  chroma: 0,
  contrast: 0,
  mono: "none",
  blur: 0,
  vignette: false,
  grain: 0,
  mirror: false,
  upsideDown: false,
  quarterTurns: 0,
  zoom: 1,
  border: false,
  captions: [],
};

export function findThing(scene: Scene, kind: ThingKind): Thing | undefined {
  return scene.things.find((thing) => thing.kind === kind);
}
