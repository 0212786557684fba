import { expect, test } from "vitest";
import { csvAddress, toAttemptQuery } from "@/components/settings/usage/attempt-query";
import type { WorkspaceId } from "@/lib/contracts/ids";

// Tests run in Asia/Kathmandu (UTC+5:45).
test("days are in the reader's time zone and the last one is included", () => {
  expect(toAttemptQuery({ outcome: "all", from: "2026-03-10", to: "2026-03-11" })).toEqual({
    outcome: "all",
    from: "2026-03-09T18:15:00.000Z",
    to: "2026-03-11T18:15:00.000Z",
  });
});

test("open ends are left out of the query and of the CSV address", () => {
  const query = toAttemptQuery({ outcome: "billed_without_picture", from: "", to: "" });
  expect(query).toEqual({ outcome: "billed_without_picture" });
  const id = "0190a0a0-0000-7000-8000-000000000000" as WorkspaceId;
  expect(csvAddress(query, id)).toBe(
    `/api/usage/attempts.csv?outcome=billed_without_picture&workspace=${id}`,
  );
});
