import type { ImageId } from "@/lib/contracts/ids";
import type { Mention } from "@/lib/contracts/turns";

/**
 * Stored format of text with mentions: each mention holds its picture's id between two interlinear annotation
 * characters, which cannot be typed. Numbers are assigned when the text is shown or sent.
 */
const MENTION = /\uFFF9([^\uFFF9-\uFFFB]+)\uFFFB/g;

/** A picture's current name ("image 3"); null if it is not part of the turn. */
export type WordsFor = (imageId: ImageId) => string | null;

export function mentionOf(imageId: ImageId): string {
  return `\uFFF9${imageId}\uFFFB`;
}

/** Mentioned pictures without duplicates. */
export function mentionedIn(text: string): ImageId[] {
  return [...new Set(Array.from(text.matchAll(MENTION), ([, id = ""]) => asImageId(id)))];
}

/** Removes all mentions of a picture. */
export function withoutMention(text: string, imageId: ImageId): string {
  const gone = mentionOf(imageId);
  const parts = text.split(gone);
  return parts.reduce((before, after) =>
    before === "" || before.endsWith(" ") ? before + after.replace(/^ /, "") : before + after,
  );
}

/** Converts stored text for sending: plain text with current numbers, and the ranges of its mentions. */
export function toSent(text: string, wordsFor: WordsFor): { prompt: string; mentions: Mention[] } {
  const gone = mentionedIn(text).filter((imageId) => wordsFor(imageId) === null);
  const known = gone.reduce(withoutMention, text);
  const mentions: Mention[] = [];
  let prompt = "";
  let at = 0;
  for (const match of known.matchAll(MENTION)) {
    const imageId = asImageId(match[1] ?? "");
    prompt += known.slice(at, match.index);
    const start = prompt.length;
    prompt += wordsFor(imageId) ?? "";
    mentions.push({ start, end: prompt.length, imageId });
    at = match.index + match[0].length;
  }
  return { prompt: prompt + known.slice(at), mentions };
}

/** Converts a sent prompt back to stored text. */
export function fromSent(prompt: string, mentions: readonly Mention[] = []): string {
  let text = "";
  let at = 0;
  for (const { start, end, imageId } of mentions) {
    text += prompt.slice(at, start) + mentionOf(imageId);
    at = end;
  }
  return text + prompt.slice(at);
}

/** The id was an image's when the mention was created; the server checks it again. */
function asImageId(text: string): ImageId {
  return text as ImageId;
}
