import "server-only";
import type { Entries } from "./lexicon";

export type Match<T> = { value: T; at: number; length: number; word: string };

const patterns = new WeakMap<object, RegExp>();
const values = new WeakMap<object, Map<string, unknown>>();

const isChinese = (word: string) => /[\u3400-\u9fff]/u.test(word);

/** Every known word of a table in a text, from left to right; where words overlap the longer one counts. */
export function findAll<T>(entries: Entries<T>, text: string): Match<T>[] {
  let pattern = patterns.get(entries);
  let meanings = values.get(entries) as Map<string, T> | undefined;
  if (!pattern || !meanings) {
    meanings = new Map();
    const words: string[] = [];
    for (const [value, list] of entries) {
      for (const word of list.split("|")) {
        // Entries go from specific to general; the first one wins a shared word.
        if (!meanings.has(word)) meanings.set(word, value);
        words.push(word);
      }
    }
    words.sort((one, other) => other.length - one.length);
    const parts = words.map((word) =>
      isChinese(word) ? word : `\\b${word.replaceAll(" ", "[\\s-]+")}(?:e?s)?\\b`,
    );
    pattern = new RegExp(parts.join("|"), "giu");
    patterns.set(entries, pattern);
    values.set(entries, meanings);
  }
  const found: Match<T>[] = [];
  for (const match of text.matchAll(pattern)) {
    const raw = match[0].toLowerCase().replace(/[\s-]+/gu, " ");
    const value =
      meanings.get(raw) ??
      meanings.get(raw.replace(/s$/u, "")) ??
      meanings.get(raw.replace(/es$/u, ""));
    if (value !== undefined)
      found.push({ value, at: match.index, length: match[0].length, word: raw });
  }
  return found;
}

/** Leaves out what is only part of a longer known word: 海报 is a poster and no sea, 黄昏 is an hour and no yellow. */
export function standingAlone<T>(
  matches: readonly Match<T>[],
  ...others: readonly (readonly Match<unknown>[])[]
): Match<T>[] {
  return matches.filter((match) =>
    others.every((list) =>
      list.every(
        (other) =>
          other.length <= match.length ||
          other.at > match.at ||
          other.at + other.length < match.at + match.length,
      ),
    ),
  );
}
