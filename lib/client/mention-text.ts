import type { ImageId } from "@/lib/contracts/ids";
import type { Mention } from "@/lib/contracts/turns";

/**
 * Words that name pictures, as they are kept while they are written: each mention holds its picture's id between two
 * characters that nobody types. Which number a picture has is only known where the words are shown or sent.
 */
const MENTION = /\uFFF9([^\uFFF9-\uFFFB]+)\uFFFB/g;

/** How a picture is called at the moment ("image 3"); null where it does not go along. */
export type WordsFor = (imageId: ImageId) => string | null;

export function mentionOf(imageId: ImageId): string {
  return `\uFFF9${imageId}\uFFFB`;
}

/** The pictures that words name, once each. */
export function mentionedIn(text: string): ImageId[] {
  return [...new Set(Array.from(text.matchAll(MENTION), ([, id = ""]) => asImageId(id)))];
}

/** The words when a picture no longer goes along: its mentions go with it. */
export function withoutMention(text: string, imageId: ImageId): string {
  const gone = mentionOf(imageId);
  const parts = text.split(gone);
  return parts.reduce((before, after) =>
    before === "" || before.endsWith(" ") ? before + after.replace(/^ /, "") : before + after,
  );
}

/** The words as they are sent: plain, with the numbers of this moment, and where in them the mentions are. */
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

/** A prompt that was sent, as words to go on writing. */
export function fromSent(prompt: string, mentions: readonly Mention[] = []): string {
  let text = "";
  let at = 0;
  for (const { start, end, imageId } of mentions) {
    text += prompt.slice(at, start) + mentionOf(imageId);
    at = end;
  }
  return text + prompt.slice(at);
}

/** The id of a mention, which was an image's when it was put there; the server checks it again. */
function asImageId(text: string): ImageId {
  return text as ImageId;
}
