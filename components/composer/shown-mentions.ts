import { mentionedIn, mentionOf, type WordsFor, withoutMention } from "@/lib/client/mention-text";
import type { ImageId } from "@/lib/contracts/ids";

/**
 * Mentions in the text area. A token is plain text to screen readers, undo, copy and input methods: two figure spaces
 * where its thumbnail is painted, the words ("image 2", never broken across lines), and four zero-width variation
 * selectors that identify the picture.
 * The text itself identifies its pictures, so an undo that restores an older number is corrected at the next render.
 */
export const THUMBNAIL_GAP = "\u2007\u2007";
/** Separates thumbnail and words; like the rest of a token it does not break a line. */
const THIN = "\u202F";
const NO_BREAK = "\u00A0";
const TAG_FIRST = 0xe0100;
const TAG_SIGNS = 240;
const TAG_LENGTH = 4;
const TOKEN =
  /\u2007\u2007\u202F([^\u{E0100}-\u{E01EF}\u2007\n]{1,24})((?:[\u{E0100}-\u{E01EF}]){4})/gu;
/** The remains of a damaged token. */
const BROKEN = /\u2007|[\u{E0100}-\u{E01EF}]{2}/u;

/** Picture by tag; filled as this tab renders tokens. */
const known = new Map<string, ImageId>();

export type Token = { start: number; end: number; imageId: ImageId };

export function shownMention(imageId: ImageId, words: string): string {
  return THUMBNAIL_GAP + THIN + words.replaceAll(" ", NO_BREAK) + tagOf(imageId);
}

/** Converts stored text to text area text. Mentions of removed pictures are dropped. */
export function toShown(text: string, wordsFor: WordsFor): string {
  return mentionedIn(text).reduce((shown, imageId) => {
    const words = wordsFor(imageId);
    if (words === null) return withoutMention(shown, imageId);
    return shown.replaceAll(mentionOf(imageId), shownMention(imageId, words));
  }, text);
}

/** Converts text area text to stored text. A token of a picture unknown to this tab becomes plain words. */
export function fromShown(shown: string): string {
  return shown
    .replace(/[\uFFF9-\uFFFB]/g, "")
    .replace(TOKEN, (_token, words: string, tag: string) => {
      const imageId = known.get(tag);
      return imageId === undefined ? words.replaceAll(NO_BREAK, " ") : mentionOf(imageId);
    });
}

export function tokensIn(shown: string): Token[] {
  return Array.from(shown.matchAll(TOKEN)).flatMap(({ index, 0: whole, 2: tag = "" }) => {
    const imageId = known.get(tag);
    return imageId === undefined ? [] : [{ start: index, end: index + whole.length, imageId }];
  });
}

/** Plain text for copying elsewhere. */
export function toPlain(shown: string): string {
  return shown.replace(TOKEN, (_token, words: string) => words.replaceAll(NO_BREAK, " "));
}

/**
 * Keeps tokens whole or removes them. Where an edit damaged one (Backspace on a phone, deleting a word), the rest of it
 * is removed and text typed inside it moves behind it. Null where nothing is damaged.
 */
export function mendTokens(before: string, after: string): { text: string; caret: number } | null {
  if (!BROKEN.test(after.replace(TOKEN, ""))) return null;
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const cutEnd = before.length - tail;
  const put = after.slice(head, after.length - tail);
  let from = head;
  let to = cutEnd;
  for (const { start, end } of tokensIn(before)) {
    const isHeadInside = start < head && head < end;
    if (head === cutEnd && isHeadInside) from = to = end;
    else if (isHeadInside) from = start;
    if (head !== cutEnd && start < cutEnd && cutEnd < end) to = end;
  }
  return {
    text: before.slice(0, from) + put + before.slice(Math.max(from, to)),
    caret: from + put.length,
  };
}

/** The allowed caret position after a move from `from` to `to`: beside a token, never inside. */
export function besideTokens(tokens: readonly Token[], to: number, from: number): number {
  const inside = tokens.find(({ start, end }) => start < to && to < end);
  if (inside === undefined) return to;
  if (from >= inside.end) return inside.start;
  if (from <= inside.start) return inside.end;
  return to - inside.start < inside.end - to ? inside.start : inside.end;
}

/** FNV-1a: a picture has the same tag in every tab. */
function tagOf(imageId: ImageId): string {
  let hash = 0x811c9dc5;
  for (const char of imageId) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  let tag = "";
  for (let at = 0; at < TAG_LENGTH; at += 1) {
    tag += String.fromCodePoint(TAG_FIRST + (hash % TAG_SIGNS));
    hash = Math.floor(hash / TAG_SIGNS);
  }
  known.set(tag, imageId);
  return tag;
}
