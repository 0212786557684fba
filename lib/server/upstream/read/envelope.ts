import "server-only";
import { errorIn, isTicket } from "./envelope-signs";
import { firstText, isObject, type JsonObject } from "./json-values";
import { formOf, formsOf, type FieldPicture } from "./picture-fields";

/** The content of an answer's JSON, whatever API format it uses. */
export type Envelope = {
  pictures: FieldPicture[];
  /** The model's texts in order, one entry per choice. */
  texts: string[];
  error: JsonObject | string | null;
  /** `finish_reason` and similar fields. */
  endings: string[];
  /** Texts in a refusal field; also in `texts`. */
  refusals: string[];
  /** Tools the model called instead of answering, with arguments: `image_gen({"prompt": …})`. */
  toolCalls: string[];
  /** `choices: null`: how a gateway marks an answer that its provider withheld. */
  isWithheld: boolean;
  /** An asynchronous task, not an image. */
  isTicket: boolean;
  /** Holds a partial image that was still being drawn. */
  hasPartial: boolean;
  /** At least one field of a known API was present, even if empty. */
  isKnown: boolean;
  upstreamId: string | null;
  usage: Record<string, number> | null;
};

export function emptyEnvelope(): Envelope {
  return {
    pictures: [],
    texts: [],
    error: null,
    endings: [],
    refusals: [],
    toolCalls: [],
    isWithheld: false,
    isTicket: false,
    hasPartial: false,
    isKnown: false,
    upstreamId: null,
    usage: null,
  };
}

const MAX_DEPTH = 6;
const MAX_ITEMS = 200;

/**
 * Reads one JSON value into the envelope: chat completions, Images, Responses, Gemini, and wrappers around them. Reads
 * result fields only, so a URL in `revised_prompt` or an echoed request is ignored.
 */
export function readEnvelope(value: unknown, into: Envelope, depth = 0): void {
  if (depth > MAX_DEPTH) return;
  if (Array.isArray(value)) {
    for (const item of value.slice(0, MAX_ITEMS)) readItem(item, into, depth + 1);
    return;
  }
  if (!isObject(value)) return;
  readFacts(value, into);
  readChoices(value, into);
  readBareMessage(value, into);
  readGemini(value, into);
  readResponses(value, into, depth);
  for (const name of ["data", "images", "result", "results", "response", "output_images"]) {
    readContainer(value[name], into, depth, name in value);
  }
  // Last, so that an address beside `data` (as in some wrappers) is not a second image.
  if (into.pictures.length === 0 && into.texts.length === 0) addPicture(value, into);
}

function readContainer(value: unknown, into: Envelope, depth: number, isThere: boolean): void {
  if (!isThere) return;
  into.isKnown = true;
  if (Array.isArray(value)) {
    for (const item of value.slice(0, MAX_ITEMS)) readItem(item, into, depth + 1);
  } else if (isObject(value)) {
    if (!addPicture(value, into)) readEnvelope(value, into, depth + 1);
  } else if (typeof value === "string") {
    addString(value, into);
  }
}

function readItem(item: unknown, into: Envelope, depth: number): void {
  if (typeof item === "string") addString(item, into);
  else if (Array.isArray(item)) readEnvelope(item, into, depth);
  else if (isObject(item) && !addPicture(item, into)) readEnvelope(item, into, depth);
}

function readFacts(value: JsonObject, into: Envelope): void {
  into.upstreamId ??= firstText(value, ["id", "response_id", "responseId"]);
  const usage = value["usage"] ?? value["usageMetadata"];
  if (isObject(usage)) {
    into.usage = Object.fromEntries(
      Object.entries(usage).filter((entry): entry is [string, number] => {
        return typeof entry[1] === "number" && Number.isFinite(entry[1]);
      }),
    );
  }
  into.error ??= errorIn(value);
  const incomplete = value["incomplete_details"];
  if (isObject(incomplete) && typeof incomplete["reason"] === "string") {
    into.endings.push(incomplete["reason"]);
  }
  if (typeof value["finish_reason"] === "string") into.endings.push(value["finish_reason"]);
  into.isTicket ||= isTicket(value);
}

function readChoices(value: JsonObject, into: Envelope): void {
  const choices = value["choices"] === undefined ? value["candidates"] : value["choices"];
  into.isWithheld ||= choices === null;
  if (!Array.isArray(value["choices"])) return;
  into.isKnown = true;
  for (const choice of value["choices"].slice(0, MAX_ITEMS)) {
    if (!isObject(choice)) continue;
    if (typeof choice["finish_reason"] === "string") into.endings.push(choice["finish_reason"]);
    const message = choice["message"] ?? choice["delta"];
    if (isObject(message)) readMessage(message, into);
    else if (typeof choice["text"] === "string") into.texts.push(choice["text"]);
    if (isObject(choice["error"])) into.error ??= choice["error"];
  }
}

/** A chat message: `content` as text, as one part, or as parts; `images[]`; `refusal`. */
export function readMessage(message: JsonObject, into: Envelope): void {
  readContent(message["content"], into);
  for (const name of ["images", "image", "image_url", "attachments"]) {
    const images = message[name];
    for (const image of Array.isArray(images) ? images.slice(0, MAX_ITEMS) : [images]) {
      if (typeof image === "string") addString(image, into);
      else if (isObject(image)) addPicture(image, into);
    }
  }
  if (typeof message["refusal"] === "string" && message["refusal"]) {
    into.texts.push(message["refusal"]);
    into.refusals.push(message["refusal"]);
  }
  const calls = message["tool_calls"] ?? message["function_call"];
  for (const call of Array.isArray(calls) ? calls.slice(0, MAX_ITEMS) : [calls]) {
    if (!isObject(call)) continue;
    const named = isObject(call["function"]) ? call["function"] : call;
    const name = firstText(named, ["name", "type"]);
    if (name) into.toolCalls.push(`${name}(${firstText(named, ["arguments"]) ?? ""})`);
  }
}

/** `{message: {…}}`, or an unwrapped message. */
function readBareMessage(value: JsonObject, into: Envelope): void {
  if (isObject(value["message"])) {
    into.isKnown = true;
    readMessage(value["message"], into);
  } else if (value["role"] === "assistant" || value["type"] === "message") {
    into.isKnown = true;
    readMessage(value, into);
    if (typeof value["stop_reason"] === "string") into.endings.push(value["stop_reason"]);
  }
}

function readContent(content: unknown, into: Envelope): void {
  if (typeof content === "string") {
    into.texts.push(content);
    return;
  }
  const parts = Array.isArray(content) ? content.slice(0, MAX_ITEMS) : [content];
  const words: string[] = [];
  for (const part of parts) {
    if (typeof part === "string") words.push(part);
    else if (isObject(part) && !addPicture(part, into)) {
      const text = firstText(part, ["text", "content", "refusal"]);
      if (text !== null) words.push(text);
      if (typeof part["refusal"] === "string") into.refusals.push(part["refusal"]);
    }
  }
  if (words.length > 0) into.texts.push(words.join("\n"));
}

function readGemini(value: JsonObject, into: Envelope): void {
  const feedback = value["promptFeedback"] ?? value["prompt_feedback"];
  if (isObject(feedback)) {
    const reason = firstText(feedback, ["blockReason", "block_reason"]);
    if (reason) into.endings.push(reason);
  }
  const { candidates } = value;
  if (!Array.isArray(candidates)) return;
  into.isKnown = true;
  for (const candidate of candidates.slice(0, MAX_ITEMS)) {
    if (!isObject(candidate)) continue;
    const reason = firstText(candidate, ["finishReason", "finish_reason"]);
    if (reason) into.endings.push(reason);
    const content = candidate["content"];
    // `thought` parts are drafts.
    const parts = isObject(content) && Array.isArray(content["parts"]) ? content["parts"] : [];
    readContent(
      parts.filter((part) => !(isObject(part) && part["thought"] === true)),
      into,
    );
  }
}

function readResponses(value: JsonObject, into: Envelope, depth: number): void {
  const { output } = value;
  if (output === undefined || output === null) return;
  into.isKnown = true;
  if (typeof output === "string") {
    addString(output, into);
    return;
  }
  for (const item of Array.isArray(output) ? output.slice(0, MAX_ITEMS) : [output]) {
    if (typeof item === "string") addString(item, into);
    if (!isObject(item)) continue;
    if (item["type"] === "message") readMessage(item, into);
    else if (item["type"] === "image_generation_call") addCall(item, into);
    else if (item["type"] !== "reasoning" && !addPicture(item, into)) {
      readEnvelope(item, into, depth + 1);
    }
  }
}

/** An `image_generation_call` of the Responses API. */
export function addCall(item: JsonObject, into: Envelope): void {
  const { result } = item;
  if (typeof result === "string" && result !== "") addString(result, into, true);
  else if (isObject(result)) addPicture(result, into);
  if (isObject(item["error"])) into.error ??= item["error"];
}

/** Adds the image that an object describes, if any; empty and null forms do not count. */
function addPicture(object: JsonObject, into: Envelope): boolean {
  const forms = formsOf(object);
  if (forms.length === 0) return false;
  into.isKnown = true;
  into.pictures.push({ forms });
  return true;
}

/** A string where an image is expected: an address, a data URL, base64, or else text. */
function addString(value: string, into: Envelope, isInline = false): void {
  const form = formOf(value, isInline);
  const isWords = form === null || (form.form === "address" && /\s/.test(form.value));
  if (isWords) into.texts.push(value);
  else into.pictures.push({ forms: [form] });
}
