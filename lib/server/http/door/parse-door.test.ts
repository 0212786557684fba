import { expect, test } from "vitest";
import { chatRequest } from "@/lib/contracts/door";
import { parseDoor } from "./door-route";

const refusalOf = (content: unknown) => {
  try {
    parseDoor(chatRequest, { model: "m", messages: [{ role: "user", content }] });
  } catch (error) {
    return error;
  }
  throw new Error("it was taken");
};

test("a content part of an unknown kind is named, with its place", () => {
  const text = { type: "text", text: "Draw" };
  const sound = { type: "input_audio", input_audio: { data: "", format: "wav" } };
  expect(refusalOf([text, sound])).toMatchObject({
    code: "invalid_field",
    extra: {
      field: expect.stringMatching(/^messages\.0\.content\.1/),
      details: { hint: expect.stringContaining("input_audio") },
    },
  });
});

test("a role that is none is named", () => {
  const given = { model: "m", messages: [{ role: "robot", content: "x" }] };
  expect(() => parseDoor(chatRequest, given)).toThrow("invalid_field");
});
