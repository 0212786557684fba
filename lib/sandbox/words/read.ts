import "server-only";
import type { Hex } from "../colour";
import type { Hour, Place, Season, Style, ThingKind, Weather } from "../scene/scene";
import { type FinishWish, readFinish } from "./finish";
import {
  ADDING,
  BIG,
  COLOUR_WORDS,
  HOUR_WORDS,
  MANY,
  NUMBERS,
  OWN_COLOURS,
  PLACE_WORDS,
  REMOVING,
  SEASON_WORDS,
  SMALL,
  STYLE_WORDS,
  THING_WORDS,
  WEATHER_WORDS,
} from "./lexicon";
import { findAll, type Match, standingAlone } from "./matches";
import { movesTo, onlyPlaces, readPlace } from "./places";

export type ThingWish = {
  kind: ThingKind;
  count: number | "many" | "unsaid";
  size: "big" | "small" | "unsaid";
  colour?: Hex;
  side?: "left" | "right" | "centre";
};

/** A parsed prompt, for a new picture or for a change to one. */
export type Wish = {
  place?: Place;
  /** The prompt moves the picture to that place ("turn it into a desert") rather than mentioning it. */
  moves: boolean;
  hour?: Hour;
  weather?: Weather;
  season?: Season;
  style?: Style;
  tints: Hex[];
  add: ThingWish[];
  remove: ThingKind[];
  /** Weather that the prompt removes ("no fog", "stop the rain"). */
  calm: boolean;
  finish: FinishWish;
};

const CLAUSE_END = /[.;!?。；！？\n]/u;

/** For each position: does the nearest verb before it, in its own clause, take things away? */
function removalRanges(text: string): (at: number) => boolean {
  const marks: { at: number; removing: boolean }[] = [];
  for (const match of text.matchAll(REMOVING)) marks.push({ at: match.index, removing: true });
  for (const match of text.matchAll(ADDING)) {
    // "without" holds "with", and 没有 holds 有: the longer word has already been read.
    if (!marks.some((mark) => mark.removing && Math.abs(mark.at - match.index) <= 1))
      marks.push({ at: match.index, removing: false });
  }
  for (let at = 0; at < text.length; at += 1) {
    if (CLAUSE_END.test(text[at] ?? "")) marks.push({ at, removing: false });
  }
  marks.sort((one, other) => one.at - other.at);
  return (at) => marks.findLast((mark) => mark.at <= at)?.removing ?? false;
}

/** The last one said wins: "not at noon, at night". */
function lastKept<T>(matches: Match<T>[], removed: (at: number) => boolean): T | undefined {
  return matches.findLast((match) => !removed(match.at))?.value;
}

/** "Keep the tower where it is", "让灯塔保持原样": the object exists already, so no second one is added. */
const KEPT =
  /(?:\b(?:keep|leave|let(?! there be))\b|保留|保持|让)[^,.;:!?，。；：！？\n]*?(?=$|[,.;:!?，。；：！？\n]|\b(?:and|but|then)\b|并|但)/giu;

export function readWish(text: string): Wish {
  const finish = readFinish(text);
  const plain = finish.rest;
  const removed = removalRanges(plain);
  const hours = findAll(HOUR_WORDS, plain);
  const seasons = findAll(SEASON_WORDS, plain);
  const styles = findAll(STYLE_WORDS, plain);
  // Blanks of the same length, so that every position still fits.
  const changed = plain.replace(KEPT, (clause) => " ".repeat(clause.length));
  const things = standingAlone(findAll(THING_WORDS, changed), styles);
  const places = standingAlone(findAll(PLACE_WORDS, changed), styles, things, hours);
  const weathers = standingAlone(
    findAll(WEATHER_WORDS, plain),
    places.filter((one) => /[\u3400-\u9fff]/u.test(one.word)),
    seasons,
  );
  const colours = standingAlone(
    findAll(COLOUR_WORDS, plain),
    hours,
    seasons,
    styles,
    things,
    weathers,
    places,
  ).filter(
    (colour) =>
      !/black[\s-]and[\s-]white|黑白/iu.test(plain) ||
      !["#2b2b30", "#f5f1e8"].includes(colour.value),
  );
  const usedColours = new Set<number>();
  const add: ThingWish[] = [];
  const remove: ThingKind[] = [];
  for (const thing of things) {
    if (removed(thing.at)) {
      remove.push(thing.value);
      continue;
    }
    const before =
      plain
        .slice(Math.max(0, thing.at - 28), thing.at)
        .split(/[,，、]|\b(?:and|on|with|over)\b|和|与/iu)
        .at(-1) ?? "";
    const start = thing.at - before.length;
    const after = thing.at + thing.length;
    const said = colours.find(
      (one) => one.at >= after && PREDICATE.test(plain.slice(after, one.at)),
    );
    const colour =
      said ??
      colours.findLast(
        (one) =>
          one.at >= start &&
          one.at < thing.at &&
          closeTo(plain.slice(one.at + one.length, thing.at)),
      );
    if (colour) usedColours.add(colour.at);
    const wish: ThingWish = {
      kind: thing.value,
      count: countOf(before, thing.word, plain.slice(thing.at, thing.at + thing.length)),
      size: BIG.test(before) ? "big" : SMALL.test(before) ? "small" : "unsaid",
      ...(colour ? { colour: colour.value } : ownColour(thing.word)),
      ...sideOf(plain, thing.at + thing.length),
    };
    // "A village with three houses": the second mention says more than the first.
    const earlier = add.findIndex((one) => one.kind === wish.kind);
    if (earlier === -1) add.push(wish);
    else if (wish.count !== "unsaid" || wish.colour) add[earlier] = { ...add[earlier], ...wish };
  }
  const hour = lastKept(hours, removed);
  const season = lastKept(seasons, removed);
  const style = lastKept(styles, removed);
  const weather = lastKept(weathers, removed);
  const place = readPlace(places, things, removed, weather === "snow");
  return {
    ...(place ? { place } : {}),
    ...(hour ? { hour } : {}),
    ...(weather ? { weather } : {}),
    ...(season ? { season } : {}),
    ...(style ? { style } : {}),
    moves:
      movesTo(plain, places, removed) ||
      (places.length > 0 && onlyPlaces(plain, add, remove, [hour, weather, season, style])),
    tints: colours
      .filter((colour) => !usedColours.has(colour.at) && !removed(colour.at))
      .map((colour) => colour.value)
      .slice(0, 2),
    add,
    remove,
    calm:
      weather === undefined && (CALMED.test(plain) || weathers.some((match) => removed(match.at))),
    finish: finish.wish,
  };
}

/** "Make it calm again" ends the storm; a calm lake is only a lake. */
const CALMED =
  /\bcalm(?:er| again| down| (?:it|the \w+) down)\b|\b(?:make|turn) (?:it|the \w+) calm\b|平静下来|恢复平静|变得?平静|风平浪静/iu;

function ownColour(word: string): { colour?: Hex } {
  const colour = OWN_COLOURS[word] ?? OWN_COLOURS[word.replace(/s$/u, "")];
  return colour === undefined ? {} : { colour };
}

/** What may stand between a thing and the colour it is to get: "make the boat red", 把船换成红色. */
const PREDICATE =
  /^\s*(?:(?:to be|to|is|are|be|in)\s+)?$|^(?:变成|改成|换成|涂成|变|为|是)(?:了)?$/iu;

/** Only "of", "-coloured", 色的 and further adjectives may stand between a colour and its thing. */
function closeTo(gap: string): boolean {
  return (
    gap.length < 22 && !/\b(?:sky|sea|light|water|at|in|under|over|by|the)\b|天空|光/iu.test(gap)
  );
}

function countOf(before: string, word: string, raw: string): ThingWish["count"] {
  const digits = /(\d{1,2})\s*(?:\S+\s+){0,2}$/u.exec(before)?.[1];
  if (digits) return Math.max(1, Math.min(12, Number(digits)));
  const words = before.toLowerCase().match(/[a-z]+|[一两二三四五六七八]/gu) ?? [];
  const said = words
    .slice(-4)
    .map((one) => NUMBERS[one])
    .findLast((count) => count !== undefined);
  if (said !== undefined) return said;
  if (MANY.test(before) || /^(?:village|people|村庄|人家|行人)/u.test(word)) return "many";
  return /s$/iu.test(raw) && !/s$/iu.test(word.replace(/s$/u, "")) ? "many" : "unsaid";
}

function sideOf(text: string, after: number): { side?: "left" | "right" | "centre" } {
  const tail = text.slice(after, after + 34).split(/[,，.。;；]/u)[0] ?? "";
  if (/\bleft\b|左/iu.test(tail)) return { side: "left" };
  if (/\bright\b|右/iu.test(tail)) return { side: "right" };
  if (/\b(?:centre|center|middle)\b|中间|中央|正中/iu.test(tail)) return { side: "centre" };
  return {};
}
