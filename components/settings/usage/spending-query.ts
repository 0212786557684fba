import type { DayRange } from "@/components/settings/day-range";
import type { WorkspaceId } from "@/lib/contracts/ids";
import { SPENDING_CSV_PATH } from "@/lib/contracts/paths";
import type { SpendingSums } from "@/lib/contracts/spending";
import { WORKSPACE_QUERY } from "@/lib/contracts/workspace-choice";

export type SpendingQuery = { from?: string; to?: string };

/** Nothing chosen: the server takes this month up to today. Its days are UTC's, so they go as they are. */
export function toSpendingQuery({ from, to }: DayRange): SpendingQuery {
  return { ...(from !== "" && { from }), ...(to !== "" && { to }) };
}

/** Where the same is as a file. A link cannot send the header that names the tab's workspace. */
export function spendingCsvAddress(query: SpendingQuery, workspaceId: WorkspaceId): string {
  const search = new URLSearchParams({ ...query, [WORKSPACE_QUERY]: workspaceId });
  return `${SPENDING_CSV_PATH}?${search.toString()}`;
}

/** What counts: billed, perhaps billed, and reserved for what is under way. */
export function moneyOf(sums: SpendingSums): number {
  return sums.billedMicroUsd + sums.perhapsMicroUsd + sums.reservedMicroUsd;
}

/** Every day from the first to the last, both included, as "2026-03-10". */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

/** The next amount of 1, 2 or 5 and noughts: where an axis ends. */
export function roundUp(amount: number): number {
  if (amount <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(amount));
  const step = [1, 2, 5, 10].find((candidate) => candidate * power >= amount) ?? 10;
  return step * power;
}
