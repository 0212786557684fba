import { expect, test } from "vitest";
import { id } from "@/lib/client/fold-event.fixtures";
import {
  fromSent,
  mentionedIn,
  mentionOf,
  toSent,
  withoutMention,
} from "@/lib/client/mention-text";
import type { ImageId } from "@/lib/contracts/ids";

const A = id<ImageId>("a");
const B = id<ImageId>("b");
const text = `Put ${mentionOf(A)} beside ${mentionOf(B)}, like ${mentionOf(A)}`;
const order =
  (...ids: ImageId[]) =>
  (imageId: ImageId) =>
    ids.includes(imageId) ? `image ${ids.indexOf(imageId) + 1}` : null;

test("text is sent with current numbers and the ranges of its mentions", () => {
  const sent = toSent(text, order(A, B));
  expect(sent.prompt).toBe("Put image 1 beside image 2, like image 1");
  expect(
    sent.mentions.map(({ start, end, imageId }) => [sent.prompt.slice(start, end), imageId]),
  ).toEqual([
    ["image 1", A],
    ["image 2", B],
    ["image 1", A],
  ]);
  expect(toSent(text, order(B, A)).prompt).toBe("Put image 2 beside image 1, like image 2");
});

test("a sent prompt can be edited and is renumbered with its pictures", () => {
  const { prompt, mentions } = toSent(text, order(A, B));
  expect(fromSent(prompt, mentions)).toBe(text);
  expect(fromSent("image 1 in plain words")).toBe("image 1 in plain words");
});

test("removing a picture removes its mentions", () => {
  expect(withoutMention(text, A)).toBe(`Put beside ${mentionOf(B)}, like `);
  expect(withoutMention(`${mentionOf(A)} and ${mentionOf(B)}`, A)).toBe(`and ${mentionOf(B)}`);
  expect(withoutMention(`把${mentionOf(A)}放进来`, A)).toBe("把放进来");
  expect(toSent(text, order(B))).toEqual({
    prompt: "Put beside image 1, like ",
    mentions: [{ start: 11, end: 18, imageId: B }],
  });
});

test("mentionedIn lists each picture once", () => {
  expect(mentionedIn(text)).toEqual([A, B]);
  expect(mentionedIn("image 1")).toEqual([]);
});
