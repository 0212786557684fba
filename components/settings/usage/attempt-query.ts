import type { AttemptOutcome } from "@/lib/contracts/attempt-outcomes";
import type { WorkspaceId } from "@/lib/contracts/ids";
import { ATTEMPTS_CSV_PATH } from "@/lib/contracts/routes";
import { WORKSPACE_QUERY } from "@/lib/contracts/workspace-choice";

/** What a person sets: days as the date fields give them ("2026-03-10"), empty where open. */
export type AttemptChoice = { outcome: AttemptOutcome; from: string; to: string };

export const FIRST_CHOICE: AttemptChoice = { outcome: "billed_without_picture", from: "", to: "" };

export type AttemptQuery = { outcome: AttemptOutcome; from?: string; to?: string };

/** The reader's days as instants: from the first one's midnight to the end of the last one, where the reader is. */
export function toAttemptQuery({ outcome, from, to }: AttemptChoice): AttemptQuery {
  const query: AttemptQuery = { outcome };
  if (from !== "") query.from = midnight(from, 0);
  if (to !== "") query.to = midnight(to, 1);
  return query;
}

/** A day has 23 or 25 hours where the clocks change, so it is counted as a day and not as hours. */
function midnight(day: string, daysLater: number): string {
  const at = new Date(`${day}T00:00:00`);
  at.setDate(at.getDate() + daysLater);
  return at.toISOString();
}

/** Where the same attempts are as a file. A link cannot send the header that names the tab's workspace. */
export function csvAddress(query: AttemptQuery, workspaceId: WorkspaceId): string {
  const search = new URLSearchParams({ ...query, [WORKSPACE_QUERY]: workspaceId });
  return `${ATTEMPTS_CSV_PATH}?${search.toString()}`;
}
