import "server-only";
import { hashText, pick, randomFrom } from "../random";
import type { ThingWish, Wish } from "../words/read";
import { applyFinish } from "./finish";
import {
  type Hour,
  type Place,
  PLAIN_FINISH,
  type Scene,
  type Thing,
  type ThingKind,
} from "./scene";

/** Default objects of a place: probability 0-1, and how many. */
const DEFAULT_OBJECTS: Record<Place, readonly (readonly [ThingKind, number, number])[]> = {
  coast: [
    ["lighthouse", 0.62, 1],
    ["house", 0.7, 1],
    ["birds", 0.8, 7],
    ["sailboat", 0.3, 1],
  ],
  beach: [
    ["palm", 0.85, 2],
    ["birds", 0.6, 6],
    ["sailboat", 0.6, 1],
  ],
  harbour: [
    ["boat", 1, 3],
    ["birds", 0.8, 7],
    ["sailboat", 0.4, 1],
  ],
  lake: [
    ["birds", 0.5, 6],
    ["boat", 0.35, 1],
    ["pines", 0.75, 6],
  ],
  mountains: [
    ["birds", 0.55, 6],
    ["pines", 0.7, 5],
  ],
  forest: [["birds", 0.3, 5]],
  meadow: [
    ["tree", 0.8, 1],
    ["house", 0.7, 1],
    ["flowers", 0.65, 1],
    ["birds", 0.5, 6],
  ],
  desert: [["birds", 0.3, 5]],
  snow: [
    ["house", 0.8, 1],
    ["pines", 0.4, 4],
  ],
  city: [["birds", 0.4, 6]],
  "still-life": [
    ["vase", 1, 1],
    ["fruit", 0.9, 4],
  ],
  window: [["vase", 0.85, 1]],
  space: [["stars", 1, 1]],
};

const USUAL_HOURS: readonly [Hour, ...Hour[]] = [
  "golden",
  "sunset",
  "day",
  "morning",
  "dawn",
  "dusk",
];
const FALLBACK_PLACES: readonly [Place, ...Place[]] = [
  "coast",
  "lake",
  "mountains",
  "meadow",
  "harbour",
  "forest",
  "city",
  "snow",
  "desert",
];

const SKY_LIGHTS: readonly ThingKind[] = ["sun", "moon"];

/** A new scene from a parsed prompt; the seed decides what the prompt leaves open. */
export function composeScene(
  wish: Wish,
  seed: number,
  size: { width: number; height: number },
): Scene {
  const random = randomFrom(seed, "compose");
  const drawnPlace = pick(random, FALLBACK_PLACES);
  const place = wish.place ?? (wish.weather === "snow" ? "snow" : drawnPlace);
  const asked = new Set(wish.add.map((thing) => thing.kind));
  const night =
    asked.has("moon") ||
    asked.has("aurora") ||
    (asked.has("stars") && !asked.has("sun")) ||
    asked.has("lanterns");
  const usual = pick(random, USUAL_HOURS);
  const drawnHour = place === "space" ? "night" : place === "still-life" ? "morning" : usual;
  const hour = wish.hour ?? (night ? "night" : wish.style === "neon" ? "dusk" : drawnHour);
  const scene: Scene = {
    version: 1,
    seed,
    setting: { type: "place", place },
    hour,
    hourAsked: wish.hour !== undefined,
    weather: wish.weather ?? (random() < 0.3 ? "cloudy" : "clear"),
    season: wish.season ?? (place === "snow" || wish.weather === "snow" ? "winter" : "summer"),
    tints: wish.tints,
    things: [],
    style: wish.style ?? "plain",
    finish: structuredClone(PLAIN_FINISH),
    ...size,
  };
  // Requested objects are the subject, so competing default objects are left out.
  const subject = [...asked].some((kind) =>
    ["lighthouse", "windmill", "pagoda", "tent", "balloon", "cat", "tree"].includes(kind),
  );
  for (const [kind, chance, count] of DEFAULT_OBJECTS[place]) {
    const roll = randomFrom(seed, `has ${kind}`)();
    const rival = subject && ["lighthouse", "windmill", "tree"].includes(kind);
    if (!asked.has(kind) && !rival && roll < chance)
      scene.things.push({ kind, count, size: 1, seed: hashText(`${seed} ${kind}`) });
  }
  setLight(scene);
  applyThings(scene, wish, seed);
  applyFinish(scene, wish);
  return scene;
}

/** Puts the sun or the moon into the sky, by the hour. */
function setLight(scene: Scene): void {
  if (scene.setting.type === "picture") return;
  const kind: ThingKind = scene.hour === "night" ? "moon" : "sun";
  scene.things = scene.things.filter((thing) => !SKY_LIGHTS.includes(thing.kind));
  scene.things.push({ kind, count: 1, size: 1, seed: scene.seed });
}

/** Applies an instruction to a scene and keeps what it does not mention. `seed` places new objects. */
export function changeScene(scene: Scene, wish: Wish, seed: number): Scene {
  const next = structuredClone(scene);
  const painted = next.setting.type === "place";
  if (
    wish.place &&
    next.setting.type === "place" &&
    wish.moves &&
    wish.place !== next.setting.place
  ) {
    return {
      ...composeScene(
        { ...wish, hour: wish.hour ?? next.hour, style: wish.style ?? next.style },
        next.seed,
        next,
      ),
      finish: withFinish(next, wish),
    };
  }
  if (wish.hour) {
    next.hour = wish.hour;
    next.hourAsked = true;
    if (painted && !wish.add.some((thing) => SKY_LIGHTS.includes(thing.kind))) setLight(next);
  }
  if (wish.weather) next.weather = wish.weather;
  else if (wish.calm) next.weather = "clear";
  if (wish.season) next.season = wish.season;
  if (wish.style) next.style = wish.style;
  if (wish.tints.length > 0) next.tints = wish.tints;
  applyThings(next, wish, seed);
  applyFinish(next, wish);
  return next;
}

function applyThings(scene: Scene, wish: Wish, seed: number): void {
  const gone = new Set(wish.remove);
  // The sky adds stars and clouds by itself; a count of 0 records that they were removed.
  for (const kind of gone) {
    scene.things = scene.things.filter((thing) => thing.kind !== kind);
    if (kind === "stars" || kind === "clouds") scene.things.push({ kind, count: 0, size: 1, seed });
    if (kind === "boat") scene.things = scene.things.filter((thing) => thing.kind !== "sailboat");
  }
  for (const want of wish.add) {
    if (gone.has(want.kind)) continue;
    addThing(scene, want, seed);
  }
}

const MANY: Partial<Record<ThingKind, number>> = {
  birds: 14,
  house: 4,
  tree: 5,
  pines: 12,
  fruit: 7,
  lanterns: 5,
  cat: 2,
};

function addThing(scene: Scene, want: ThingWish, seed: number): void {
  const kind =
    want.kind === "boat" && scene.setting.type === "place" && scene.setting.place === "coast"
      ? "sailboat"
      : want.kind;
  const before = scene.things.find((thing) => thing.kind === kind);
  const usual = kind === "birds" ? 7 : kind === "pines" ? 6 : kind === "fruit" ? 4 : 1;
  const said =
    want.count === "unsaid"
      ? before && before.count > 0
        ? before.count
        : usual
      : want.count === "many"
        ? (MANY[kind] ?? 3)
        : want.count;
  const sizes = { big: 1.5, small: 0.65, unsaid: 1 };
  const thing: Thing = {
    kind,
    count: said,
    seed: before && before.count > 0 ? before.seed : hashText(`${seed} ${kind}`),
    size:
      want.size === "unsaid"
        ? (before?.size ?? 1)
        : Math.max(0.3, Math.min(4, sizes[want.size] * (before?.size ?? 1))),
    ...(want.colour ? { colour: want.colour } : before?.colour ? { colour: before.colour } : {}),
    ...(want.side ? { side: want.side } : before?.side ? { side: before.side } : {}),
  };
  if (SKY_LIGHTS.includes(kind))
    scene.things = scene.things.filter((one) => !SKY_LIGHTS.includes(one.kind));
  scene.things = [...scene.things.filter((one) => one.kind !== kind), thing];
}

function withFinish(scene: Scene, wish: Wish): Scene["finish"] {
  applyFinish(scene, wish);
  return scene.finish;
}
