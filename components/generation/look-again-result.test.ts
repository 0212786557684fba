import { expect, test } from "vitest";
import { finishedLook, recordLook } from "@/components/generation/look-again-result";
import type { GenerationId } from "@/lib/contracts/ids";
import { id } from "@/lib/client/fold-event.fixtures";

const failed = (name: string, finishedAt: string) => ({ id: id<GenerationId>(name), finishedAt });

test("a reading is reported once it has ended, not when it starts", () => {
  const first = failed("g", "2026-05-04T10:00:00.000Z");
  recordLook(first, "again");
  expect(finishedLook(first)).toBeNull();
  expect(finishedLook(failed("g", "2026-05-04T10:01:00.000Z"))).toBe("again");
});

test("undoing a refused reading restores the previous one", () => {
  const first = failed("h", "2026-05-04T10:00:00.000Z");
  const second = failed("h", "2026-05-04T10:01:00.000Z");
  recordLook(first, "again");
  const undo = recordLook(second, "there");
  undo();
  expect(finishedLook(second)).toBe("again");
});
