import { expect, test } from "vitest";
import { asPreamble } from "@/lib/server/upstream/send/history";
import { withoutPreamble } from "./without-preamble";

test("the preamble with earlier instructions is removed", () => {
  const earlier = asPreamble([
    { instruction: "a harbour", reply: null },
    { instruction: "with a boat\n\nNow:\n\nhere", reply: "Which boat?" },
  ]);
  expect(withoutPreamble(`${asPreamble([{ instruction: "a", reply: null }])}\n\na red one`)).toBe(
    "a red one",
  );
  expect(withoutPreamble(`${earlier}\n\na red one`)).toContain("a red one");
});

test.each([
  "A red boat",
  "Now:\n\nA boat",
  "Earlier instructions: none",
  "Earlier instructions:\nx",
])("%j has no preamble and is unchanged", (prompt) => expect(withoutPreamble(prompt)).toBe(prompt));
