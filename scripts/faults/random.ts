import { createHash } from "node:crypto";

/** Numbers from 0 (included) to 1 (excluded); the same words give the same sequence. */
export type Chance = () => number;

/**
 * A separate generator per purpose, so that one generation's faults do not depend on the order in which others run.
 * (mulberry32 over a hash of the words.)
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

/** A random entry, weighted. */
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
