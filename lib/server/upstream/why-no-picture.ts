import "server-only";
import type { Failure } from "@/lib/contracts/failures";
import { classifyError } from "./classify";
import { emptyEnvelope, readEnvelope, type Envelope } from "./envelope";
import { makeFailure } from "./failure";
import { firstText, isObject, parseBody, type ParsedBody } from "./json-values";
import type { LiftedAnswer } from "./lift";
import { isBlockedEnding, isRefusal } from "./model-words";
import { redactText } from "./redact";
import type { AnswerHead } from "./spool";

/** What is known of an answer besides its pictures. */
export type AnswerInHand = {
  head: AnswerHead;
  answer: LiftedAnswer;
  /** Strings that must not appear in words, such as the key. */
  secrets: readonly string[];
};

/** The failure that an error answer names. */
export function errorOf(envelope: Envelope, { head, answer, secrets }: AnswerInHand): Failure {
  const { status, retryAfterMs, asked } = head;
  const text = answer.marks.strip(answer.text.slice(0, 100_000));
  const error = envelope.error ?? envelope.texts[0] ?? null;
  return classifyError({ status, error, text, retryAfterMs, is4K: asked.is4K }, secrets);
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
  if (envelope.error !== null) return errorOf(envelope, inHand);
  if (head.cut) return head.cut;
  if (answer.text.trim() === "") return makeFailure("empty_response", { httpStatus });
  if (form === "text") return makeFailure("malformed_response", { httpStatus });
  const words = envelope.texts.join("\n\n").trim();
  if (envelope.endings.some(isBlockedEnding)) {
    // Under HTTP 200 nobody promises that the refusal was free.
    const modelWords = shownWords(words, inHand);
    return makeFailure("moderation_blocked", { billed: "unknown", httpStatus, modelWords });
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
  if (envelope.isKnown || (form === "events" && isEnded)) {
    return makeFailure("empty_response", { httpStatus });
  }
  return errorInBareMessage(parsed, inHand) ?? makeFailure("malformed_response", { httpStatus });
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
  const failure = errorOf({ ...emptyEnvelope(), error: value }, inHand);
  return failure.code === "upstream_error" ? null : failure;
}
