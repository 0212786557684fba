import { rgbaToThumbHash, thumbHashToAverageRGBA } from "thumbhash";
import { expect, test } from "vitest";
import { thumbhashColour } from "@/components/picture/thumbhash-colour";

/** The hash of a small single-colour picture. */
function hashOf(red: number, green: number, blue: number): Uint8Array {
  return rgbaToThumbHash(4, 4, Array.from({ length: 16 }, () => [red, green, blue, 255]).flat());
}

const colours = [
  [0, 0, 0],
  [255, 255, 255],
  [212, 72, 43],
  [10, 200, 90],
  [30, 60, 250],
] as const;

test.each(colours)("matches the library's average colour for rgb(%i %i %i)", (...colour) => {
  const hash = hashOf(...colour);
  const { r, g, b } = thumbHashToAverageRGBA(hash);
  const [red, green, blue] = [r, g, b].map((share) => Math.round(share * 255));
  expect(thumbhashColour(Buffer.from(hash).toString("base64"))).toBe(
    `rgb(${red} ${green} ${blue})`,
  );
});

test("a malformed hash has no colour", () => {
  expect(thumbhashColour("not base64!")).toBeUndefined();
  expect(thumbhashColour("")).toBeUndefined();
  expect(thumbhashColour("AAA=")).toBeUndefined();
});
