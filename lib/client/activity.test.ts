import { expect, test } from "vitest";
import { isEnded, markTitle } from "@/lib/client/activity";
import { GENERATION_STATES } from "@/lib/contracts/generations";

test.each([
  ["Bay at dusk", { underWay: 2, unseen: 0 }, "● Bay at dusk"],
  ["● Bay at dusk", { underWay: 1, unseen: 3 }, "● Bay at dusk"],
  ["● Bay at dusk", { underWay: 0, unseen: 1 }, "✓ Bay at dusk"],
  ["✓ Bay at dusk", { underWay: 0, unseen: 0 }, "Bay at dusk"],
  ["", { underWay: 1, unseen: 0 }, ""],
])("%s with %o reads %s", (title, activity, expected) => {
  expect(markTitle(title, activity)).toBe(expected);
});

test("running states do not count as ended", () => {
  expect(GENERATION_STATES.filter((state) => !isEnded(state))).toEqual([
    "queued",
    "claimed",
    "sent",
    "received",
  ]);
});
