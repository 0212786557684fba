import "server-only";
import type { Failure } from "@/lib/contracts/failures";
import { classifyError } from "./classify";
import { emptyEnvelope, readEnvelope, type Envelope } from "./envelope";
import { wordsOfPage } from "./error-message";
import { makeFailure } from "./failure";
import { filterReasons } from "./filter-reasons";
import { isFirewall } from "./firewall";
import { firstText, isObject, parseBody, type ParsedBody } from "./json-values";
import type { LiftedAnswer } from "./extract-base64";
import { isBlockedEnding, isRefusal, speaksOfRules } from "./refusal-words";
import { redactText } from "./redact";
import type { AnswerHead } from "../send/spool";

/** What is known of an answer besides its pictures. */
export type AnswerInHand = {
  head: AnswerHead;
  answer: LiftedAnswer;
  /** Strings that must not appear in words, such as the key. */
  secrets: readonly string[];
};

/** The failure that an error answer names. */
export function errorOf(
  envelope: Envelope,
  { values }: Pick<ParsedBody, "values">,
  { head, answer, secrets }: AnswerInHand,
): Failure {
  const { status, retryAfterMs, asked, requestIds } = head;
  const [body] = values;
  const facts = {
    status,
    // `{message: "Unauthorized"}`: with an error's status the whole body is the error.
    error: envelope.error ?? envelope.texts[0] ?? (isObject(body) ? body : null),
    text: answer.marks.strip(answer.text.slice(0, 100_000)),
    headers: requestIds,
    filterReasons: filterReasons(values),
    retryAfterMs,
    is4K: asked.is4K,
  };
  return classifyError(facts, secrets);
}

/** A stream that stopped in the middle of its words has not said what it meant to. */
export function isBrokenOff({ endings }: Envelope, { form, isEnded }: ParsedBody): boolean {
  return form === "events" && !isEnded && endings.length === 0;
}

/** Why an answer in which no picture was found has none. */
export function whyNoPicture(
  envelope: Envelope,
  parsed: ParsedBody,
  inHand: AnswerInHand,
): Failure {
  const { head, answer } = inHand;
  const { form, isEnded } = parsed;
  const httpStatus = head.status;
  if (envelope.error !== null) return errorOf(envelope, parsed, inHand);
  if (head.cut) return head.cut;
  const isEmpty = answer.text.trim() === "";
  if ((isEmpty || form === "text") && isFirewall(pageOf(inHand))) {
    // A page under HTTP 200: what the service behind it did, nobody says.
    const modelWords = shownWords(wordsOfPage(answer.text), inHand);
    return makeFailure("blocked_by_firewall", { billed: "unknown", httpStatus, modelWords });
  }
  if (isEmpty) return makeFailure("empty_response", { httpStatus });
  if (form === "text") return makeFailure("malformed_response", { httpStatus });
  const words = envelope.texts.join("\n\n").trim();
  const reasons = reasonsOf(envelope, parsed);
  if (reasons.length > 0) return heldBack(words, reasons, inHand);
  const refusal = envelope.refusals.join("\n\n");
  if (refusal !== "") {
    return speaksOfRules(refusal)
      ? heldBack(words, [], inHand)
      : failureInWords("model_refused", words, inHand);
  }
  if (envelope.isTicket || isTicketInWords(words)) {
    return makeFailure("async_task_unsupported", { httpStatus });
  }
  if (envelope.hasPartial) return makeFailure("malformed_response", { httpStatus });
  if (isBrokenOff(envelope, parsed)) {
    const modelWords = shownWords(words, inHand);
    return makeFailure("malformed_response", { httpStatus, modelWords });
  }
  if (words !== "")
    return failureInWords(isRefusal(words) ? "model_refused" : "no_image", words, inHand);
  // The service was asked to draw, and gave neither a picture nor a reason: that is how filters withhold a result.
  const calls = envelope.toolCalls.join("\n");
  if (envelope.isWithheld || DRAWING.test(calls)) return heldBack(calls, [], inHand);
  if (calls !== "") return failureInWords("no_image", calls, inHand);
  if (envelope.isKnown || (form === "events" && isEnded)) {
    return makeFailure("empty_response", { httpStatus });
  }
  return errorInBareMessage(parsed, inHand) ?? makeFailure("malformed_response", { httpStatus });
}

/** The name of a tool that makes pictures: `image_gen`, `dalle.text2im`. */
const DRAWING = /^[\w.-]*(?:image|img|draw|paint|dall|text2im|picture)/im;

/** A filter held the picture back. Under HTTP 200 nobody promises that this was free. */
function heldBack(words: string, reasons: readonly string[], inHand: AnswerInHand): Failure {
  const news = reasons.filter((reason) => !words.includes(reason)).join(", ");
  const modelWords = shownWords([words, news].filter(Boolean).join("\n\n"), inHand);
  const httpStatus = inHand.head.status;
  return makeFailure("moderation_blocked", { billed: "unknown", httpStatus, modelWords });
}

/** Why a filter held something back, in the service's words; empty where none did. */
export function reasonsOf({ endings }: Envelope, { values }: ParsedBody): string[] {
  return [...new Set([...filterReasons(values), ...endings.filter(isBlockedEnding)])];
}

function pageOf({ head, answer }: AnswerInHand) {
  return { status: head.status, text: answer.text.slice(0, 20_000), headers: head.requestIds };
}

/** The model answered in words. */
export function failureInWords(
  code: "model_refused" | "no_image",
  words: string,
  inHand: AnswerInHand,
): Failure {
  const modelWords = shownWords(words, inHand);
  return makeFailure(code, { httpStatus: inHand.head.status, modelWords });
}

/** Words as a person may see them. */
export function shownWords(text: string, { answer, secrets }: AnswerInHand): string {
  return redactText(answer.marks.strip(text), secrets);
}

/** A relay that puts its ticket where the model's words would be. */
function isTicketInWords(words: string): boolean {
  if (!words.startsWith("{")) return false;
  const inside = emptyEnvelope();
  for (const value of parseBody(words).values) readEnvelope(value, inside);
  return inside.isTicket;
}

/** `{message: "too many requests"}` and nothing else: an error, where its words are known to be one. */
function errorInBareMessage({ values }: ParsedBody, inHand: AnswerInHand): Failure | null {
  const [value] = values;
  if (!isObject(value) || firstText(value, ["message", "msg", "Message"]) === null) return null;
  const failure = errorOf({ ...emptyEnvelope(), error: value }, { values: [] }, inHand);
  return failure.code === "upstream_error" ? null : failure;
}
