import { expect, test } from "vitest";
import { z } from "zod";
import { AppError } from "@/lib/server/errors";
import { parseCompat } from "./compat-route";

const schema = z.object({
  parts: z.array(
    z.discriminatedUnion("type", [
      z.object({ type: z.literal("text"), text: z.string() }),
      z.object({ type: z.literal("image_url"), image_url: z.string() }),
    ]),
  ),
  size: z.string({ error: "a size, as words" }).nullish(),
});

const hintOf = (value: unknown) => {
  try {
    parseCompat(schema, value);
  } catch (error) {
    if (error instanceof AppError) return [error.extra.field, error.extra.details?.["hint"]];
  }
  throw new Error("it was taken");
};

test("an unknown choice is named with its JSON path", () => {
  expect(hintOf({ parts: [{ type: "text", text: "a" }, { type: "input_audio" }] })).toEqual([
    "parts.1.type",
    expect.stringContaining('not "input_audio"'),
  ]);
});

test("a schema's own message is kept", () => {
  expect(hintOf({ parts: [], size: 3 })).toEqual(["size", "a size, as words"]);
});
