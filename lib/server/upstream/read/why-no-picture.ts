import "server-only";
import type { Failure } from "@/lib/contracts/failures";
import { classifyError } from "./classify";
import { emptyEnvelope, readEnvelope, type Envelope } from "./envelope";
import { wordsOfPage } from "./error-message";
import { makeFailure } from "./failure";
import { filterReasons } from "./filter-reasons";
import { isFirewall } from "./firewall";
import { firstText, isObject, parseBody, type ParsedBody } from "./json-values";
import type { ExtractedAnswer } from "./extract-base64";
import { isBlockedEnding, isRefusal, mentionsRules } from "./refusal-words";
import { redactText } from "./redact";
import type { AnswerHead } from "../send/spool";

/** What is known of an answer besides its images. */
export type RawAnswer = {
  head: AnswerHead;
  answer: ExtractedAnswer;
  /** Strings to redact, such as the key. */
  secrets: readonly string[];
};

/** The failure for an error answer. */
export function errorOf(
  envelope: Envelope,
  { values }: Pick<ParsedBody, "values">,
  { head, answer, secrets }: RawAnswer,
): Failure {
  const { status, retryAfterMs, asked, requestIds } = head;
  const [body] = values;
  const facts = {
    status,
    // `{message: "Unauthorized"}`: with an error status the whole body is the error.
    error: envelope.error ?? envelope.texts[0] ?? (isObject(body) ? body : null),
    text: answer.marks.strip(answer.text.slice(0, 100_000)),
    headers: requestIds,
    filterReasons: filterReasons(values),
    retryAfterMs,
    is4K: asked.is4K,
  };
  return classifyError(facts, secrets);
}

/** Did a stream end without a final event? */
export function isBrokenOff({ endings }: Envelope, { form, isEnded }: ParsedBody): boolean {
  return form === "events" && !isEnded && endings.length === 0;
}

/** Why an answer holds no image. */
export function whyNoPicture(envelope: Envelope, parsed: ParsedBody, raw: RawAnswer): Failure {
  const { head, answer } = raw;
  const { form, isEnded } = parsed;
  const httpStatus = head.status;
  if (envelope.error !== null) return errorOf(envelope, parsed, raw);
  if (head.cut) return head.cut;
  const isEmpty = answer.text.trim() === "";
  if ((isEmpty || form === "text") && isFirewall(pageOf(raw))) {
    // A page with HTTP 200: whether the upstream behind it worked is unknown.
    const modelWords = shownWords(wordsOfPage(answer.text), raw);
    return makeFailure("blocked_by_firewall", { billed: "unknown", httpStatus, modelWords });
  }
  if (isEmpty) return makeFailure("empty_response", { httpStatus });
  if (form === "text") return makeFailure("malformed_response", { httpStatus });
  const words = envelope.texts.join("\n\n").trim();
  const reasons = reasonsOf(envelope, parsed);
  if (reasons.length > 0) return blockedByFilter(words, reasons, raw);
  const refusal = envelope.refusals.join("\n\n");
  if (refusal !== "") {
    return mentionsRules(refusal)
      ? blockedByFilter(words, [], raw)
      : textFailure("model_refused", words, raw);
  }
  if (envelope.isTicket || isTicketInWords(words)) {
    return makeFailure("async_task_unsupported", { httpStatus });
  }
  if (envelope.hasPartial) return makeFailure("malformed_response", { httpStatus });
  if (isBrokenOff(envelope, parsed)) {
    const modelWords = shownWords(words, raw);
    return makeFailure("malformed_response", { httpStatus, modelWords });
  }
  if (words !== "") return textFailure(isRefusal(words) ? "model_refused" : "no_image", words, raw);
  // A drawing request without an image or a reason: this is how filters withhold a result.
  const calls = envelope.toolCalls.join("\n");
  if (envelope.isWithheld || DRAWING.test(calls)) return blockedByFilter(calls, [], raw);
  if (calls !== "") return textFailure("no_image", calls, raw);
  if (envelope.isKnown || (form === "events" && isEnded)) {
    return makeFailure("empty_response", { httpStatus });
  }
  return errorInBareMessage(parsed, raw) ?? makeFailure("malformed_response", { httpStatus });
}

/** Names of tools that make images: `image_gen`, `dalle.text2im`. */
const DRAWING = /^[\w.-]*(?:image|img|draw|paint|dall|text2im|picture)/im;

/** A filter blocked the image. With HTTP 200 this is not documented as free. */
function blockedByFilter(words: string, reasons: readonly string[], raw: RawAnswer): Failure {
  const newReasons = reasons.filter((reason) => !words.includes(reason)).join(", ");
  const modelWords = shownWords([words, newReasons].filter(Boolean).join("\n\n"), raw);
  const httpStatus = raw.head.status;
  return makeFailure("moderation_blocked", { billed: "unknown", httpStatus, modelWords });
}

/** Why a filter blocked something, in the upstream's words; empty if none did. */
export function reasonsOf({ endings }: Envelope, { values }: ParsedBody): string[] {
  return [...new Set([...filterReasons(values), ...endings.filter(isBlockedEnding)])];
}

function pageOf({ head, answer }: RawAnswer) {
  return { status: head.status, text: answer.text.slice(0, 20_000), headers: head.requestIds };
}

/** The model answered with text only. */
export function textFailure(
  code: "model_refused" | "no_image",
  words: string,
  raw: RawAnswer,
): Failure {
  const modelWords = shownWords(words, raw);
  return makeFailure(code, { httpStatus: raw.head.status, modelWords });
}

/** Text that is safe to show to a user. */
export function shownWords(text: string, { answer, secrets }: RawAnswer): string {
  return redactText(answer.marks.strip(text), secrets);
}

/** Some relays put the task's JSON into the model's text. */
function isTicketInWords(words: string): boolean {
  if (!words.startsWith("{")) return false;
  const inside = emptyEnvelope();
  for (const value of parseBody(words).values) readEnvelope(value, inside);
  return inside.isTicket;
}

/** `{message: "too many requests"}` and nothing else: an error, if the text is a known one. */
function errorInBareMessage({ values }: ParsedBody, raw: RawAnswer): Failure | null {
  const [value] = values;
  if (!isObject(value) || firstText(value, ["message", "msg", "Message"]) === null) return null;
  const failure = errorOf({ ...emptyEnvelope(), error: value }, { values: [] }, raw);
  return failure.code === "upstream_error" ? null : failure;
}
