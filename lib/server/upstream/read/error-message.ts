import "server-only";
import { isObject, parseBody, type JsonObject } from "./json-values";

/** What an error says at every level of wrapping, innermost first: the innermost is the origin of the refusal. */
export type ErrorWords = {
  /** The provider's own codes, such as `insufficient_user_quota`. */
  codes: string[];
  types: string[];
  messages: string[];
  /** Parameters named as wrong. */
  params: string[];
  /** HTTP statuses that a gateway passed on in the body. */
  statuses: number[];
};

const MAX_DEPTH = 6;
const MAX_CHARS = 4_000;
const MAX_CODE_CHARS = 200;
/** Longer texts are not parsed: they hold no wrapped error. */
const MAX_JSON_CHARS = 100_000;
const MAX_ENTRIES = 5;

/** Fields in which upstreams and gateways wrap the error of their own upstream. */
const WRAPPERS = [
  "error",
  "errors",
  "detail",
  "details",
  "data",
  "raw",
  "innererror",
  "inner_error",
  "upstream_error",
  "provider_error",
  "original_error",
  "cause",
  "response",
  "body",
  "base_resp",
];
const CODES = ["code", "Code", "status", "error_code", "errcode", "reason", "error_type"];
const MESSAGES = [
  "message",
  "msg",
  "localized_message",
  "error_msg",
  "errmsg",
  "error_message",
  "errorMessage",
  "fail_reason",
  "failReason",
  "status_msg",
  "Message",
  "error_description",
  "title",
];
const STATUSES = ["code", "status", "status_code", "statusCode", "error_code"];

/**
 * Unwraps an error: nested objects, JSON inside strings, lists, OpenRouter's `metadata.raw`, the text of a web page.
 * @param text the body as text, for bodies that are not JSON
 */
export function readErrorWords(error: JsonObject | string | null, text: string): ErrorWords {
  const words: ErrorWords = { codes: [], types: [], messages: [], params: [], statuses: [] };
  if (error === null) addMessage(text, words);
  else if (typeof error === "string") readText(error, words, 0);
  else readObject(error, words, 0);
  // An object with unknown fields may still hold a message.
  if (words.messages.length + words.codes.length === 0) addMessage(text, words);
  return words;
}

function readObject(value: JsonObject, words: ErrorWords, depth: number): void {
  if (depth > MAX_DEPTH) return;
  // In `metadata` only a wrapped error counts; the rest describes the call.
  const containers = [value["metadata"], value].filter(isObject);
  const wrapped = containers.flatMap((container) => WRAPPERS.map((name) => container[name]));
  for (const inner of wrapped) if (!isPlain(inner)) readWrapped(inner, words, depth + 1);
  for (const container of containers) readWrapped(container["raw"], words, depth + 1);
  const { type, param, loc } = value;
  for (const name of CODES) {
    const code = value[name];
    if (typeof code === "string" && code.trim() !== "" && statusOf(code) === null)
      words.codes.push(code.trim().slice(0, MAX_CODE_CHARS));
  }
  for (const name of STATUSES) {
    const status = statusOf(value[name]);
    if (status !== null) words.statuses.push(status);
  }
  if (typeof type === "string" && type !== "") words.types.push(type.slice(0, MAX_CODE_CHARS));
  if (typeof param === "string" && param !== "") words.params.push(param.slice(0, MAX_CODE_CHARS));
  // FastAPI lists one error per field.
  if (Array.isArray(loc)) words.params.push(loc.slice(0, 6).join("."));
  for (const name of MESSAGES) {
    const message = value[name];
    if (typeof message === "string") readText(message, words, depth + 1);
    else if (Array.isArray(message)) readText(message.slice(0, MAX_ENTRIES).join("; "), words, 5);
    else if (isObject(message)) readObject(message, words, depth + 1);
  }
  // `{error: "Bad Request", message: "size must be …"}`: the sentence is more specific, so it comes first.
  for (const inner of wrapped) if (isPlain(inner)) readWrapped(inner, words, depth + 1);
  const { reason } = value;
  if (typeof reason === "string" && /\s/.test(reason)) addMessage(reason, words);
}

/** Text without JSON in it. */
function isPlain(value: unknown): boolean {
  return typeof value === "string" && !/[{[]/.test(value.slice(0, 200));
}

function readWrapped(value: unknown, words: ErrorWords, depth: number): void {
  if (isObject(value)) readObject(value, words, depth);
  else if (typeof value === "string") readText(value, words, depth);
  else if (Array.isArray(value)) {
    for (const item of value.slice(0, MAX_ENTRIES)) readWrapped(item, words, depth);
  }
}

/** Text, or JSON in a string, with or without a prefix. */
function readText(text: string, words: ErrorWords, depth: number): void {
  const start = text.search(/[{[]/);
  if (start >= 0 && start < 200 && depth <= MAX_DEPTH && text.length <= MAX_JSON_CHARS) {
    const before = words.messages.length + words.codes.length;
    const { values } = parseBody(text.slice(start));
    for (const value of values.slice(0, MAX_ENTRIES)) readWrapped(value, words, depth + 1);
    if (words.messages.length + words.codes.length > before) {
      addMessage(text.slice(0, start), words);
      return;
    }
  }
  // `error: "invalid_request"`: a code in a text field.
  const isCode = text.length <= MAX_CODE_CHARS && /^\s*[a-z]+(?:[_.-][a-z]+)+\s*$/i.test(text);
  if (isCode) words.codes.push(text.trim());
  addMessage(text, words);
}

function addMessage(text: string, words: ErrorWords): void {
  const message = wordsOfPage(text).trim();
  if (/[\p{L}\p{N}]/u.test(message) && !words.messages.includes(message))
    words.messages.push(message);
}

/** The title and text of an HTML page; other text unchanged. At most 4,000 characters. */
export function wordsOfPage(text: string): string {
  if (!/^\s*</.test(text)) return text.slice(0, MAX_CHARS);
  return text
    .slice(0, 20_000)
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, " ")
    .replace(/<[^>]{0,2000}>/g, " ")
    .replace(/\s+/g, " ")
    .slice(0, MAX_CHARS);
}

function statusOf(value: unknown): number | null {
  const match = /^\s*([2-5]\d\d)\s*$/.exec(
    typeof value === "number" || typeof value === "string" ? String(value) : "",
  );
  return match ? Number(match[1]) : null;
}
