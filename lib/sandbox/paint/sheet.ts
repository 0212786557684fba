import "server-only";
import { type Noise, noiseFrom, type Random, randomFrom } from "../random";
import { type Palette, paletteOf } from "../scene/palette";
import { findThing, type Place, type Scene, type Thing, type ThingKind } from "../scene/scene";

/** Long side in drawing units. The output is scaled from it, so 4K shows the same place as 1K. */
const DRAWING_SIDE = 1280;

/** Where objects can be placed. x and y are drawing units; `ground` returns the y of firm ground at x. */
export type Stage = {
  /** Where sky and land or water meet. */
  horizon: number;
  /** Rows of open water, if the place has any. */
  water?: { top: number; bottom: number; calm: number };
  ground: (x: number) => number;
  /** Range for standing objects, as x in 0-1 of the width: [from, to]. */
  standing: readonly [number, number];
  /** Position of a tall landmark, x in 0-1. */
  landmark: number;
  /** Size factor of objects on the ground. */
  scale: number;
};

/** Shared input of all brushes: size, colours, light and seeded randomness. */
export type Sheet = {
  scene: Scene;
  palette: Palette;
  width: number;
  height: number;
  /** Base size of objects: between the short side and the mean of both sides. */
  unit: number;
  /** Position of the sun or the moon. */
  light: { x: number; y: number; radius: number; kind: "sun" | "moon" | "none" };
  random: (label: string) => Random;
  noise: (label: string) => Noise;
  thing: (kind: ThingKind) => Thing | undefined;
};

const HORIZONS: Record<Place, number> = {
  coast: 0.59,
  beach: 0.54,
  harbour: 0.56,
  lake: 0.55,
  mountains: 0.66,
  forest: 0.6,
  meadow: 0.55,
  desert: 0.58,
  snow: 0.6,
  city: 0.66,
  "still-life": 0.68,
  window: 0.62,
  space: 1,
};

export function horizonOf(scene: Scene, height: number): number {
  return scene.setting.type === "place" ? HORIZONS[scene.setting.place] * height : height * 0.6;
}

export function makeSheet(scene: Scene): Sheet {
  const scale = DRAWING_SIDE / Math.max(scene.width, scene.height);
  const width = Math.round(scene.width * scale);
  const height = Math.round(scene.height * scale);
  const unit = Math.min(Math.sqrt(width * height), Math.min(width, height) * 1.22);
  const random = (label: string) => randomFrom(scene.seed, label);
  return {
    scene,
    palette: paletteOf(scene),
    width,
    height,
    unit,
    light: placeLight(scene, width, height, unit),
    random,
    noise: (label) => noiseFrom(scene.seed, label),
    thing: (kind) => findThing(scene, kind),
  };
}

/** How high the disc stands above the horizon, in shares of the sky: low at the ends of the day. */
const LIFTS: Record<Scene["hour"], number> = {
  dawn: 0.1,
  morning: 0.42,
  day: 0.72,
  golden: 0.2,
  sunset: 0.09,
  dusk: 0.03,
  night: 0.66,
};

function placeLight(scene: Scene, width: number, height: number, unit: number): Sheet["light"] {
  const moon = findThing(scene, "moon");
  const sun = findThing(scene, "sun");
  const kind = moon ? "moon" : sun ? "sun" : "none";
  const thing = moon ?? sun;
  const random = randomFrom(scene.seed, "light");
  const drift = 0.22 + 0.24 * random();
  const side = thing?.side;
  const share = side === "left" ? 0.2 : side === "right" ? 0.8 : side === "centre" ? 0.5 : drift;
  const horizon = horizonOf(scene, height);
  const lift = moon && LIFTS[scene.hour] < 0.4 ? 0.6 : LIFTS[scene.hour];
  const size = thing?.size ?? 1;
  const low = lift < 0.3;
  return {
    x: share * width,
    y: horizon - lift * horizon * (0.94 + 0.12 * random()),
    radius: unit * (kind === "moon" ? 0.036 : low ? 0.052 : 0.04) * size,
    kind,
  };
}
