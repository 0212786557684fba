import "server-only";

export type JsonObject = Record<string, unknown>;

/** An object that is not an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The first of these fields that is a non-blank string. */
export function firstText(object: JsonObject, names: readonly string[]): string | null {
  for (const name of names) {
    const value = object[name];
    if (typeof value === "string" && value.trim() !== "") return value;
  }
  return null;
}

export type ParsedBody = {
  /** `json`: one or several values; `events`: the data of server-sent events. */
  form: "json" | "events" | "text";
  values: unknown[];
  /** `[DONE]` was seen, or the body was plain JSON. */
  isEnded: boolean;
};

/**
 * Parses an answer by its content, not its headers: JSON (with a byte order mark, a trailing `[DONE]`, or several
 * values on lines), or server-sent events with any line ends. Never throws.
 */
export function parseBody(text: string): ParsedBody {
  // `)]}'` is a prefix that keeps pages from including JSON as a script.
  const body = text.replace(/^[\uFEFF\s]+/, "").replace(/^\)\]\}',?\s*/, "");
  if (body.startsWith("{") || body.startsWith("[")) {
    const values = parseValues(body);
    if (values.length > 0) return { form: "json", values, isEnded: true };
  }
  // JSON encoded as a string as a whole.
  const inner = body.startsWith('"') ? tryParse(body) : undefined;
  if (typeof inner === "string" && /^\s*[{[]/.test(inner)) return parseBody(inner);
  const events = parseEvents(body);
  return events ?? { form: "text", values: [], isEnded: false };
}

const MAX_VALUES = 10_000;

function parseValues(body: string): unknown[] {
  const whole = parseLoosely(body);
  if (whole !== undefined) return [whole];
  const values: unknown[] = [];
  let at = 0;
  while (values.length < MAX_VALUES) {
    const end = endOfValue(body, at);
    if (end < 0) break;
    const value = parseLoosely(body.slice(at, end));
    if (value === undefined) break;
    values.push(value);
    const next = body.slice(end, end + 1_000).search(/\S/);
    // Only another value may follow; `data: [DONE]` and other tails are ignored.
    if (next < 0 || body[end + next] !== "{") break;
    at = end + next;
  }
  return values;
}

/** JSON, or the output of a faulty serializer. */
function parseLoosely(text: string): unknown {
  return tryParse(text) ?? tryParse(withoutTrailingCommas(text)) ?? tryParse(repaired(text));
}

/** Replaces unescaped line breaks in strings, and Python's `NaN`. */
function repaired(text: string): string {
  return withoutTrailingCommas(text)
    .replace(/[\t\n\r]+/g, " ")
    .replace(/([:[,]\s{0,20})(?:NaN|-?Infinity)(?=\s{0,20}[,}\]])/g, "$1null");
}

/** Fixes `[1, ]` from hand-written serializers. */
function withoutTrailingCommas(text: string): string {
  if (!/,\s{0,100}[}\]]/.test(text)) return text;
  const pieces: string[] = [];
  const tokens = /"|,(?=\s{0,100}[}\]])/g;
  let at = 0;
  for (let match = tokens.exec(text); match; match = tokens.exec(text)) {
    if (match[0] === '"') {
      const end = endOfString(text, match.index);
      if (end < 0) return text;
      tokens.lastIndex = end;
    } else {
      pieces.push(text.slice(at, match.index));
      at = match.index + 1;
    }
  }
  return pieces.join("") + text.slice(at);
}

/** The end of the object or array that starts here, or -1. */
function endOfValue(text: string, from: number): number {
  const tokens = /["{}[\]]/g;
  tokens.lastIndex = from;
  let depth = 0;
  for (let match = tokens.exec(text); match; match = tokens.exec(text)) {
    if (match[0] === '"') {
      const end = endOfString(text, match.index);
      if (end < 0) return -1;
      tokens.lastIndex = end;
    } else if (match[0] === "{" || match[0] === "[") {
      depth += 1;
    } else {
      depth -= 1;
      if (depth <= 0) return match.index + 1;
    }
  }
  return -1;
}

function endOfString(text: string, quote: number): number {
  for (let at = text.indexOf('"', quote + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text[at - 1 - backslashes] === "\\") backslashes += 1;
    if (backslashes % 2 === 0) return at + 1;
  }
  return -1;
}

/** Lines of `field: value`; null if the text does not look like events. */
function parseEvents(body: string): ParsedBody | null {
  if (!/^(?:data|event|id|retry)?:|^(?:data|event|id|retry)\s*$/m.test(body.slice(0, 4_096))) {
    return null;
  }
  const parsed: ParsedBody = { form: "events", values: [], isEnded: false };
  let data: string[] = [];
  let name = "";
  const endEvent = () => {
    const values = eventValues(data);
    if (values.length === 0 && name === "error") values.push({ message: data.join("\n") });
    for (const value of values) {
      if (value === DONE) parsed.isEnded = true;
      else parsed.values.push(withType(value, name));
    }
    data = [];
    name = "";
  };
  for (const line of body.split(/\r\n|\n|\r/)) {
    if (line === "") endEvent();
    else if (line.startsWith("event:")) name = line.slice(6).trim();
    else if (line.startsWith("data:")) data.push(line.replace(FIELD_NAME, ""));
    // A relay may keep the connection alive with comments and then answer in plain JSON.
    else if (line.startsWith("{")) data.push(line);
  }
  endEvent();
  // A bare data URL looks like an event.
  const isDataUrl = parsed.values.length === 0 && /^data:\s*image\//i.test(body);
  return isDataUrl ? null : parsed;
}

/** Some relays repeat the `data:` prefix. */
const FIELD_NAME = /^data:(?:\s*data:(?=\s*[[{]))? ?/;

const DONE = Symbol("done");

/** Adds the event's name as `type`, which some relays leave out of the data. */
function withType(value: unknown, name: string): unknown {
  if (!/^(?:\w+\.[\w.]+|error)$/.test(name) || !isObject(value) || "type" in value) return value;
  return { ...value, type: name };
}

/** Usually one value per event; some relays leave out the blank lines between events. */
function eventValues(lines: string[]): unknown[] {
  if (lines.length === 0) return [];
  if (lines.length > 1) {
    const joined = tryParse(lines.join("\n"));
    if (joined !== undefined) return [joined];
  }
  const values: unknown[] = [];
  for (const line of lines) {
    if (line.trim() === "[DONE]") values.push(DONE);
    else {
      const value = tryParse(line);
      if (value !== undefined) values.push(value);
    }
  }
  return values;
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
