/**
 * The language of image searches, for server and browser: words, "phrases", and filters such as `by:me`, `size:>=2k`,
 * `in:"Harbour fair"`, each negated by a leading `-`. What is no filter is a word, and no text is an error. Plain code,
 * so the browser loads no schemas.
 */

export type Comparison = ">=" | "<=" | ">" | "<" | "=";

type Meaning =
  | { kind: "word"; text: string }
  | { kind: "by"; name: string }
  | { kind: "model"; name: string }
  | { kind: "shape"; width: number; height: number }
  /** The longest edge in pixels. */
  | { kind: "size"; comparison: Comparison; edge: number }
  /** Before the start of this day (UTC, ISO). */
  | { kind: "before"; day: string }
  /** From the start of this day on (UTC, ISO). */
  | { kind: "after"; day: string }
  | { kind: "tag"; name: string }
  | { kind: "is"; what: "favourite" | "upload" | "picked" }
  | { kind: "in"; name: string }
  | { kind: "has"; what: "parent" };

export type QueryTerm = Meaning & {
  isNegated: boolean;
  /** Where it is in the text. */
  start: number;
  end: number;
};

/** The names of filters, as a menu offers them. */
export const FILTER_NAMES = [
  "by",
  "model",
  "shape",
  "size",
  "before",
  "after",
  "tag",
  "is",
  "in",
  "has",
] as const;
export type FilterName = (typeof FILTER_NAMES)[number];

/** Longer searches are cut off. */
export const QUERY_TERMS_MAX = 24;
export const QUERY_MAX_CHARS = 500;

/** An optional minus; a filter with a plain or quoted value; a phrase; a word. A quote may lack its end. */
const TERM = /(-?)(?:([a-z]+):("[^"]*"?|[^\s"]+)|("[^"]*"?)|([^\s"]+))/giu;

/** The terms of a search in their order. */
export function parseImageQuery(text: string): QueryTerm[] {
  const terms: QueryTerm[] = [];
  for (const match of text.matchAll(TERM)) {
    const [whole, minus = "", name, value, phrase, word] = match;
    const span = { start: match.index, end: match.index + whole.length };
    const meaning =
      name !== undefined && value !== undefined
        ? (filterOf(name.toLowerCase(), unquote(value)) ?? asWord(`${name}:${unquote(value)}`))
        : asWord(phrase === undefined ? (word ?? "") : unquote(phrase));
    // A lone minus, or a phrase without text, means nothing yet.
    if (meaning === null) continue;
    terms.push({ ...meaning, isNegated: minus !== "", ...span });
    if (terms.length === QUERY_TERMS_MAX) break;
  }
  return terms;
}

/** A filter as text: `in:"Harbour fair"`. */
export function formatFilter(name: FilterName, value: string): string {
  const plain = value.replaceAll('"', "").trim();
  return `${name}:${/\s/u.test(plain) ? `"${plain}"` : plain}`;
}

function unquote(text: string): string {
  return text.replaceAll('"', "").replace(/\s+/gu, " ").trim();
}

function asWord(text: string): Meaning | null {
  return text === "" || text === "-" ? null : { kind: "word", text };
}

/** Null if it is no filter, or its value is not one that the filter takes. */
function filterOf(name: string, value: string): Meaning | null {
  if (value === "") return null;
  switch (name) {
    case "by":
    case "model":
    case "tag":
    case "in":
      return { kind: name, name: value };
    case "shape":
      return shapeOf(value);
    case "size":
      return sizeOf(value);
    case "before":
    case "after": {
      const day = dayOf(value);
      return day === null ? null : { kind: name, day };
    }
    case "is":
      return isWhat(value.toLowerCase());
    case "has":
      return value.toLowerCase() === "parent" ? { kind: "has", what: "parent" } : null;
    default:
      return null;
  }
}

function shapeOf(value: string): Meaning | null {
  const [, width, height] = /^(\d{1,2}):(\d{1,2})$/.exec(value) ?? [];
  if (!Number(width) || !Number(height)) return null;
  return { kind: "shape", width: Number(width), height: Number(height) };
}

/** "2k" is 2048. */
function sizeOf(value: string): Meaning | null {
  const [, comparison = "=", digits, thousands] =
    /^(>=|<=|>|<|=)?(\d{1,5})(k)?$/i.exec(value) ?? [];
  if (digits === undefined || !isComparison(comparison)) return null;
  const edge = Number(digits) * (thousands === undefined ? 1 : 1024);
  return { kind: "size", comparison, edge };
}

function isComparison(text: string): text is Comparison {
  return [">=", "<=", ">", "<", "="].includes(text);
}

/** A day, a month or a year, as the day on which it begins. */
function dayOf(value: string): string | null {
  const [, year, month = "01", day = "01"] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(value) ?? [];
  if (year === undefined || year === "0000") return null;
  const iso = `${year}-${month}-${day}T00:00:00.000Z`;
  // The 31st of a shorter month parses, as a day of the next.
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) || at.toISOString() !== iso ? null : iso.slice(0, 10);
}

function isWhat(value: string): Meaning | null {
  if (value === "favourite" || value === "favorite") return { kind: "is", what: "favourite" };
  return value === "upload" || value === "picked" ? { kind: "is", what: value } : null;
}
