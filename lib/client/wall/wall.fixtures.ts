import type { ImageId } from "@/lib/contracts/ids";
import type { ImageBucket } from "@/lib/contracts/images";

export function imageIdOf(n: number): ImageId {
  return `00000000-0000-4000-8000-${String(n).padStart(12, "0")}` as ImageId;
}

/** Images of a month from its last day back, about ten a day. */
export function bucketOf(month: string, count: number, first = 0): ImageBucket {
  const numbers = Array.from({ length: count }, (_, index) => first + index);
  const end = Date.parse(`${month}-28T23:00:00Z`);
  return {
    ids: numbers.map(imageIdOf),
    ratios: numbers.map((n) => [1.5, 1, 0.75, 1.78][n % 4] ?? 1),
    thumbhashes: numbers.map(() => ""),
    times: numbers.map((_, index) => end - index * Math.min(8_640_000, 2_000_000_000 / count)),
    favourites: numbers.map(() => 0),
    own: numbers.map(() => 1),
    stacks: numbers,
  };
}
