import { expect, test } from "vitest";
import { id } from "@/lib/client/fold-event.fixtures";
import type { ImageId } from "@/lib/contracts/ids";
import { checkMentions, nameMentions } from "./mentions";

const A = id<ImageId>("a");
const B = id<ImageId>("b");
const prompt = "Put image 2 beside image 1";
const base = { prompt, baseImageId: A, referenceIds: [B] };
const two = { start: 4, end: 11, imageId: B };
const one = { start: 19, end: 26, imageId: A };

test("the base is number 1 and references follow; without a base they start at 1", () => {
  expect(() => checkMentions({ ...base, mentions: [two, one] })).not.toThrow();
  expect(() => checkMentions({ ...base, mentions: undefined })).not.toThrow();
  const swapped = { prompt, baseImageId: null, referenceIds: [A, B] };
  expect(() => checkMentions({ ...swapped, mentions: [two, one] })).not.toThrow();
  const zh = { prompt: "把图 2放进来", baseImageId: A, referenceIds: [B] };
  expect(() =>
    checkMentions({ ...zh, mentions: [{ start: 1, end: 4, imageId: B }] }),
  ).not.toThrow();
});

test.each([
  ["another number", [{ ...two, imageId: A }], "mentions.0"],
  ["an image that is not sent", [{ ...two, imageId: id<ImageId>("c") }], "mentions.0"],
  ["out of order", [one, two], "mentions.1"],
  ["one over another", [two, { ...one, start: 10 }], "mentions.1"],
  ["beyond the prompt", [{ ...one, end: 27 }], "mentions.0"],
  ["an empty range", [{ ...one, end: 19 }], "mentions.0"],
  ["no number", [{ start: 0, end: 3, imageId: B }], "mentions.0"],
])("%s is refused", (_name, mentions, field) => {
  expect(() => checkMentions({ ...base, mentions })).toThrow(
    expect.objectContaining({ code: "invalid_field", extra: expect.objectContaining({ field }) }),
  );
});

test("in a later call numbers become names, since the numbers then mean other images", () => {
  const names = new Map<string, string>([
    [B, "a “blue” boat"],
    [A, ""],
  ]);
  expect(nameMentions(prompt, [two, one], names)).toBe("Put “a blue boat” beside image 1");
  expect(nameMentions(prompt, [], names)).toBe(prompt);
});
