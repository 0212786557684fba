import "server-only";

/**
 * Reads a list whose bounds are right by construction; 0 outside of it. Per-pixel loops inline `list[index] ?? 0`
 * instead, because a function shared by several kinds of list is megamorphic and slow.
 */
export function peek(list: ArrayLike<number>, index: number): number {
  return list[index] ?? 0;
}

/** A seeded source of numbers in [0, 1). The same seed always gives the same sequence: pictures depend on it. */
export type Random = () => number;

/** FNV-1a over UTF-16 units: a 32-bit unsigned number from any text. Not for secrets. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/** Mulberry32, one stream for each seed and label, so that a new object never moves the ones already there. */
export function randomFrom(seed: number, label = ""): Random {
  let state = (seed ^ hashText(label)) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  // Neighbouring seeds start with similar values; skip the first few.
  next();
  next();
  return next;
}

export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

/** One of a list that has at least one entry. */
export function pick<T>(random: Random, list: readonly [T, ...T[]]): T {
  return list[Math.floor(random() * list.length)] ?? list[0];
}

/** Smooth noise in about [-1, 1] over the plane. */
export type Noise = (x: number, y: number) => number;

/** Gradient noise (Perlin's improved form) with a shuffled table of its own. */
export function noiseFrom(seed: number, label = ""): Noise {
  const random = randomFrom(seed, label);
  const table = new Uint8Array(512);
  for (let index = 0; index < 256; index += 1) table[index] = index;
  for (let index = 255; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    const held = table[index] ?? 0;
    table[index] = table[other] ?? 0;
    table[other] = held;
  }
  table.copyWithin(256, 0, 256);
  const slopeX = new Float64Array(256);
  const slopeY = new Float64Array(256);
  for (let index = 0; index < 256; index += 1) {
    slopeX[index] = Math.cos((index / 256) * Math.PI * 2);
    slopeY[index] = Math.sin((index / 256) * Math.PI * 2);
  }
  return (x, y) => {
    const floorX = Math.floor(x);
    const floorY = Math.floor(y);
    const dx = x - floorX;
    const dy = y - floorY;
    const column = floorX & 255;
    const row = floorY & 255;
    const left = table[column] ?? 0;
    const right = table[(column + 1) & 255] ?? 0;
    const g00 = table[left + row] ?? 0;
    const g10 = table[right + row] ?? 0;
    const g01 = table[left + row + 1] ?? 0;
    const g11 = table[right + row + 1] ?? 0;
    const u = dx * dx * dx * (dx * (dx * 6 - 15) + 10);
    const v = dy * dy * dy * (dy * (dy * 6 - 15) + 10);
    const n00 = (slopeX[g00] ?? 0) * dx + (slopeY[g00] ?? 0) * dy;
    const n10 = (slopeX[g10] ?? 0) * (dx - 1) + (slopeY[g10] ?? 0) * dy;
    const n01 = (slopeX[g01] ?? 0) * dx + (slopeY[g01] ?? 0) * (dy - 1);
    const n11 = (slopeX[g11] ?? 0) * (dx - 1) + (slopeY[g11] ?? 0) * (dy - 1);
    const top = n00 + u * (n10 - n00);
    return 1.5 * (top + v * (n01 + u * (n11 - n01) - top));
  };
}

/** Sum of octaves of a noise, each half as strong and about twice as fine; in about [-1, 1]. */
export function layered(noise: Noise, x: number, y: number, octaves: number): number {
  let sum = 0;
  let strength = 0.5;
  let scale = 1;
  for (let octave = 0; octave < octaves; octave += 1) {
    sum += strength * noise(x * scale + octave * 17.3, y * scale - octave * 9.1);
    strength *= 0.5;
    scale *= 2.03;
  }
  return sum;
}
