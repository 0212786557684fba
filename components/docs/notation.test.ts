import { expect, test } from "vitest";
import { type Piece, writeLimits, writeShape } from "@/components/docs/notation";

const read = (pieces: Piece[]) =>
  pieces.map((piece) => ("text" in piece ? piece.text : `<${piece.shape}>`)).join("");

test("a schema is written in TypeScript-like notation", () => {
  const shape = writeShape({
    type: "object",
    required: ["title", "cover", "tags"],
    properties: {
      title: { type: "string", minLength: 1, maxLength: 200 },
      cover: { anyOf: [{ $ref: "#/components/schemas/Image" }, { type: "null" }] },
      tags: { type: "array", items: { enum: ["a", "b"] } },
      more: { type: "object", additionalProperties: { type: "integer" } },
      at: { type: ["string", "null"], format: "date-time", description: "UTC" },
    },
  });
  expect(read(shape)).toBe(
    [
      "{",
      "  title: string  // 1…200 characters",
      "  cover: <Image> | null",
      '  tags: ("a" | "b")[]',
      "  more?: { [key]: integer }",
      "  at?: date-time | null  // UTC",
      "}",
    ].join("\n"),
  );
});

test("a list of objects keeps its braces when its fields are unions", () => {
  const items = { type: "object", properties: { a: { type: ["string", "null"] } } };
  expect(read(writeShape({ type: "array", items }))).toBe("{\n  a?: string | null\n}[]");
});

test("a nullable value shows the limits of its type", () => {
  expect(
    writeLimits({ anyOf: [{ type: "number", minimum: 0, maximum: 2 }, { type: "null" }] }),
  ).toBe("0…2");
  expect(writeLimits({ type: "array", maxItems: 16, default: [] })).toBe("≤ 16 items, default []");
  expect(writeLimits({ type: "string" })).toBe("");
});
