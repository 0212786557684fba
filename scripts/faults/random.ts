import { createHash } from "node:crypto";

/** Numbers from 0 up to but not including 1, the same ones for the same words. */
export type Chance = () => number;

/**
 * A source of its own for each purpose, so that what one generation meets does not hang on the order in which
 * others are served. (mulberry32 over a hash of the words.)
 */
export function chanceOf(...words: (string | number)[]): Chance {
  let state = createHash("sha256").update(words.join(" ")).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One of the entries, each as likely as its weight says. */
export function pick<T extends { weight: number }>(entries: readonly T[], chance: Chance): T {
  let left = chance() * entries.reduce((sum, { weight }) => sum + weight, 0);
  for (const entry of entries) {
    left -= entry.weight;
    if (left < 0) return entry;
  }
  const [first] = entries;
  if (first === undefined) throw new Error("nothing to pick from");
  return first;
}
