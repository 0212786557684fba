/** Pixels of a block's side, and by how much its channels must differ on average (of 255) to be seen. */
const BLOCK = 8;
const SEEN = 6;

type Pixels = { data: Uint8ClampedArray; width: number; height: number };

/**
 * Whether two pictures of the same size look the same. Block by block, because a small change in one place must count
 * and the noise of another encoding, which is spread over all of them, must not.
 */
export function looksSame(one: Pixels, other: Pixels): boolean {
  if (one.width !== other.width || one.height !== other.height) return false;
  for (let top = 0; top < one.height; top += BLOCK) {
    for (let left = 0; left < one.width; left += BLOCK) {
      if (differenceIn(one, other, left, top) > SEEN) return false;
    }
  }
  return true;
}

/** The mean difference of the colour channels within a block. */
function differenceIn(one: Pixels, other: Pixels, left: number, top: number): number {
  const right = Math.min(left + BLOCK, one.width);
  const bottom = Math.min(top + BLOCK, one.height);
  let sum = 0;
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const at = 4 * (y * one.width + x);
      for (let channel = at; channel < at + 3; channel += 1) {
        sum += Math.abs((one.data[channel] ?? 0) - (other.data[channel] ?? 0));
      }
    }
  }
  return sum / (3 * (right - left) * (bottom - top));
}
