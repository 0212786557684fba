import "server-only";
import type { Place, ThingKind } from "../scene/scene";
import type { Match } from "./matches";

const MOVE =
  /(?:\b(?:into|to|to be|in|as|become)\s+(?:an?|the|some)?\s*(?:\S+\s+){0,2}|(?:换成|变成|改成|改为|搬到|放到|换到)(?:一[个片座]?)?\S{0,3})$/iu;

/** Whether a prompt moves the picture elsewhere: "turn it into a desert", 换成雪山. */
export function movesTo(
  text: string,
  places: Match<Place>[],
  removed: (at: number) => boolean,
): boolean {
  if (/\b(?:add|put)\b|加|添/iu.test(text)) return false;
  return places.some((match) => !removed(match.at) && MOVE.test(text.slice(0, match.at)));
}

/** Whether a short text says nothing but a place. */
export function onlyPlaces(
  text: string,
  add: unknown[],
  remove: unknown[],
  others: unknown[],
): boolean {
  return (
    text.length < 60 &&
    add.length === 0 &&
    remove.length === 0 &&
    others.every((other) => other === undefined)
  );
}

/** Places implied by an object when the prompt names none: a cat looks out of a window, a lighthouse is by the sea. */
const HINTS: readonly (readonly [ThingKind, Place])[] = [
  ["lighthouse", "coast"],
  ["sailboat", "coast"],
  ["boat", "harbour"],
  ["palm", "beach"],
  ["cat", "window"],
  ["vase", "still-life"],
  ["fruit", "still-life"],
  ["pagoda", "mountains"],
  ["bridge", "lake"],
  ["windmill", "meadow"],
  ["balloon", "meadow"],
  ["tent", "lake"],
  ["pines", "mountains"],
  ["aurora", "snow"],
  ["flowers", "meadow"],
  ["tree", "meadow"],
  ["house", "meadow"],
  ["lanterns", "lake"],
];

/** Words that fit many places: another named place wins. */
const ANYWHERE = /^(?:villages?|farms?|gardens?|hills?|村庄|乡村|农场)$/u;

/** Earlier entries are more specific: "a lighthouse on a cliff by the sea in the mountains". */
export function readPlace(
  found: Match<Place>[],
  things: Match<ThingKind>[],
  removed: (at: number) => boolean,
  isSnowing: boolean,
): Place | undefined {
  const said = found.filter((match) => !removed(match.at));
  const telling = said.filter(({ word }) => !ANYWHERE.test(word));
  const named = telling.length > 0 ? telling : said;
  const kinds = new Set(things.filter((thing) => !removed(thing.at)).map((thing) => thing.value));
  const places = new Set(named.map((match) => match.value));
  if (places.has("snow") && places.has("lake")) return "lake";
  if (places.has("mountains") && (places.has("lake") || kinds.has("boat")))
    return places.has("coast") ? "coast" : "lake";
  if (places.has("coast") && places.has("beach")) return "beach";
  if (kinds.has("cat") && places.has("still-life")) return "window";
  // "A village with lit windows" is seen from outside.
  if (kinds.has("house") && !kinds.has("cat")) places.delete("window");
  if (places.has("still-life") && places.size > 1) places.delete("still-life");
  const first = named.find((match) => places.has(match.value))?.value;
  if (first === "coast" && places.has("harbour")) return "harbour";
  if (first && telling.length > 0) return first;
  const place = first ?? HINTS.find(([kind]) => kinds.has(kind))?.[1];
  return place === "meadow" && isSnowing ? "snow" : place;
}
