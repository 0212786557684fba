import { type DayRange, toInstants } from "@/components/settings/day-range";
import type { AttemptOutcome } from "@/lib/contracts/attempt-outcomes";
import type { WorkspaceId } from "@/lib/contracts/ids";
import { ATTEMPTS_CSV_PATH } from "@/lib/contracts/paths";
import { WORKSPACE_QUERY } from "@/lib/contracts/workspace-choice";

export type AttemptChoice = { outcome: AttemptOutcome } & DayRange;

export const DEFAULT_CHOICE: AttemptChoice = {
  outcome: "billed_without_picture",
  from: "",
  to: "",
};

export type AttemptQuery = { outcome: AttemptOutcome; from?: string; to?: string };

export function toAttemptQuery({ outcome, from, to }: AttemptChoice): AttemptQuery {
  return { outcome, ...toInstants({ from, to }) };
}

/** The CSV of the same attempts. A link cannot send a header, so the query names the workspace. */
export function csvAddress(query: AttemptQuery, workspaceId: WorkspaceId): string {
  const search = new URLSearchParams({ ...query, [WORKSPACE_QUERY]: workspaceId });
  return `${ATTEMPTS_CSV_PATH}?${search.toString()}`;
}
