import "server-only";
import { addCall, emptyEnvelope, readEnvelope, readMessage, type Envelope } from "./envelope";
import { isObject, type JsonObject } from "./json-values";

/**
 * Folds an event stream (which relays send even with `stream: false`) into one envelope: chat chunks joined per choice,
 * whole completions, events of the Images and Responses APIs. A partial image is never the result.
 */
export function foldEvents(values: readonly unknown[]): Envelope {
  const into = emptyEnvelope();
  /** Texts by choice. A chunk may end inside an image, so they are read after joining. */
  const texts = new Map<number, string[]>();
  /** Refusals by choice, which are also chunked. */
  const refusals = new Map<number, string[]>();
  /** Texts of the Responses API, which its last event usually repeats. */
  const responseTexts: string[] = [];
  for (const value of values) {
    if (!isObject(value)) continue;
    const { type } = value;
    if (type === "response.output_text.done" && typeof value["text"] === "string") {
      responseTexts.push(value["text"]);
    }
    if (type === "response.refusal.done" && typeof value["refusal"] === "string") {
      responseTexts.push(value["refusal"]);
      into.refusals.push(value["refusal"]);
    }
    const claudeText = claudeTextOf(value);
    if (claudeText !== null) addWords(texts, 0, claudeText);
    else if ("partial_image_index" in value) into.hasPartial = true;
    else if (typeof type === "string" && isApiEvent(type)) readApiEvent(type, value, into);
    else if (!readChunk(value, into, { texts, refusals })) readEnvelope(value, into);
  }
  for (const chunks of texts.values()) into.texts.push(chunks.join(""));
  for (const chunks of refusals.values()) {
    into.texts.push(chunks.join(""));
    into.refusals.push(chunks.join(""));
  }
  if (into.texts.length === 0) into.texts.push(...responseTexts);
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

type TextsByChoice = Record<"texts" | "refusals", Map<number, string[]>>;

/** A chat chunk: `choices[].delta`. A stream may mix chunks with whole messages. */
function readChunk(value: JsonObject, into: Envelope, { texts, refusals }: TextsByChoice): boolean {
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
    if (typeof refusal === "string" && refusal !== "") addWords(refusals, index, refusal);
    const words = wordsOf(content);
    if (words !== null) addWords(texts, index, words);
    readMessage(words === null ? { ...rest, content } : rest, into);
  }
  readEnvelope({ usage: value["usage"], error: value["error"] }, into);
  return true;
}

function addWords(texts: Map<number, string[]>, index: number, words: string): void {
  const chunks = texts.get(index);
  if (chunks) chunks.push(words);
  else texts.set(index, [words]);
}

/** A text chunk of an Anthropic stream. */
function claudeTextOf({ type, delta }: JsonObject): string | null {
  if (type !== "content_block_delta" || !isObject(delta)) return null;
  return typeof delta["text"] === "string" ? delta["text"] : null;
}

/** The text of a delta that is only text (a string or text parts); null if it holds anything else. */
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
