import "server-only";
import { addCall, emptyEnvelope, readEnvelope, readMessage, type Envelope } from "./envelope";
import { isObject, type JsonObject } from "./json-values";

/**
 * Folds the values of an event stream (which relays send even when told not to stream) into one envelope:
 * chat chunks joined per choice, whole completions, events of the Images and Responses APIs.
 * A partial picture is never taken for the result.
 */
export function foldEvents(values: readonly unknown[]): Envelope {
  const into = emptyEnvelope();
  /** A picture's text may be cut anywhere, so it is read when all of it is here. */
  const written = new Map<number, string[]>();
  /** A refusal comes in pieces like any other words. */
  const refused = new Map<number, string[]>();
  /** Words of the Responses API, which usually come once more in its last event. */
  const said: string[] = [];
  for (const value of values) {
    if (!isObject(value)) continue;
    const { type } = value;
    if (type === "response.output_text.done" && typeof value["text"] === "string") {
      said.push(value["text"]);
    }
    if (type === "response.refusal.done" && typeof value["refusal"] === "string") {
      said.push(value["refusal"]);
      into.refusals.push(value["refusal"]);
    }
    const spoken = claudeWords(value);
    if (spoken !== null) addWords(written, 0, spoken);
    else if ("partial_image_index" in value) into.hasPartial = true;
    else if (typeof type === "string" && isApiEvent(type)) readApiEvent(type, value, into);
    else if (!readChunk(value, into, { written, refused })) readEnvelope(value, into);
  }
  for (const pieces of written.values()) into.texts.push(pieces.join(""));
  for (const pieces of refused.values()) {
    into.texts.push(pieces.join(""));
    into.refusals.push(pieces.join(""));
  }
  if (into.texts.length === 0) into.texts.push(...said);
  return into;
}

function isApiEvent(type: string): boolean {
  return /^(image_generation|image_edit|response)\.|^error$/.test(type);
}

function readApiEvent(type: string, event: JsonObject, into: Envelope): void {
  into.isKnown = true;
  if (type.includes("partial_image")) {
    into.hasPartial = true;
  } else if (type === "error") {
    into.error ??= isObject(event["error"]) ? event["error"] : event;
  } else if (/^image_(generation|edit)\.completed$/.test(type)) {
    readEnvelope({ ...event, type: undefined }, into);
  } else if (type === "response.output_item.done" && isObject(event["item"])) {
    if (event["item"]["type"] === "image_generation_call") addCall(event["item"], into);
  } else if (isObject(event["response"]) && /\.(completed|failed|incomplete)$/.test(type)) {
    readEnvelope(event["response"], into);
  }
}

type Written = Record<"written" | "refused", Map<number, string[]>>;

/** A chat chunk: `choices[].delta`. A stream may mix them with whole messages. */
function readChunk(value: JsonObject, into: Envelope, { written, refused }: Written): boolean {
  const { choices } = value;
  if (!Array.isArray(choices)) return false;
  if (!choices.some((choice) => isObject(choice) && isObject(choice["delta"]))) return false;
  if (typeof value["id"] === "string") into.upstreamId ??= value["id"];
  into.isKnown = true;
  for (const choice of choices) {
    if (!isObject(choice)) continue;
    if (typeof choice["finish_reason"] === "string") into.endings.push(choice["finish_reason"]);
    if (isObject(choice["error"])) into.error ??= choice["error"];
    if (!isObject(choice["delta"])) continue;
    const { content, refusal, ...rest } = choice["delta"];
    const index = typeof choice["index"] === "number" ? choice["index"] : 0;
    if (typeof refusal === "string" && refusal !== "") addWords(refused, index, refusal);
    const words = wordsOf(content);
    if (words !== null) addWords(written, index, words);
    readMessage(words === null ? { ...rest, content } : rest, into);
  }
  readEnvelope({ usage: value["usage"], error: value["error"] }, into);
  return true;
}

function addWords(written: Map<number, string[]>, index: number, words: string): void {
  const pieces = written.get(index);
  if (pieces) pieces.push(words);
  else written.set(index, [words]);
}

/** A piece of text in a stream of Anthropic's kind. */
function claudeWords({ type, delta }: JsonObject): string | null {
  if (type !== "content_block_delta" || !isObject(delta)) return null;
  return typeof delta["text"] === "string" ? delta["text"] : null;
}

/** A delta that is words alone, whether as a string or as text parts; null where it holds something else too. */
function wordsOf(content: unknown): string | null {
  if (typeof content === "string") return content;
  if (!Array.isArray(content) || content.length === 0) return null;
  const words: string[] = [];
  for (const part of content) {
    if (!isObject(part) || part["type"] !== "text" || typeof part["text"] !== "string") return null;
    words.push(part["text"]);
  }
  return words.join("");
}
