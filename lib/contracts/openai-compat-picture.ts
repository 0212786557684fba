/** The ways in which clients of image APIs write a picture in JSON. Pure; used by the chat and the Images endpoints. */

/** Keys of an object that can hold its picture: OpenAI's, OpenRouter's, Anthropic's, Google's and common relays'. */
const HOLDERS = [
  "image_url",
  "url",
  "b64_json",
  "base64",
  "image",
  "source",
  "data",
  "inline_data",
  "inlineData",
  "file_data",
] as const;

/** Enough for `{type, image_url: {url}}` and `{image: {source: {data}}}`. */
const MAX_DEPTH = 3;

/**
 * The picture as text: an address, a data URL or plain base64, trimmed. "" if present but blank; null if the value
 * holds none.
 */
export function pictureTextOf(value: unknown, depth = MAX_DEPTH): string | null {
  if (typeof value === "string") return value.trim();
  if (!isRecord(value) || depth === 0) return null;
  for (const key of HOLDERS) {
    if (value[key] === undefined || value[key] === null) continue;
    const text = pictureTextOf(value[key], depth - 1);
    if (text !== null) return text;
  }
  return null;
}

/** Describes a JSON value for an error: "a number", "an object with file_id". */
export function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (isRecord(value)) {
    const keys = Object.keys(value).slice(0, 5).map(shorten);
    return keys.length === 0 ? "an empty object" : `an object with ${keys.join(", ")}`;
  }
  if (typeof value === "string") return `"${shorten(value)}"`;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** Any object that is not an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
