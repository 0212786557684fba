import type { DayRange } from "@/components/settings/day-range";
import type { WorkspaceId } from "@/lib/contracts/ids";
import { SPENDING_CSV_PATH } from "@/lib/contracts/paths";
import type { SpendingSums } from "@/lib/contracts/spending";
import { WORKSPACE_QUERY } from "@/lib/contracts/workspace-choice";

export type SpendingQuery = { from?: string; to?: string };

/** Without days the server uses the current month. Days are UTC, as on the server. */
export function toSpendingQuery({ from, to }: DayRange): SpendingQuery {
  return { ...(from !== "" && { from }), ...(to !== "" && { to }) };
}

/** The CSV of the same sums. A link cannot send a header, so the query names the workspace. */
export function spendingCsvAddress(query: SpendingQuery, workspaceId: WorkspaceId): string {
  const search = new URLSearchParams({ ...query, [WORKSPACE_QUERY]: workspaceId });
  return `${SPENDING_CSV_PATH}?${search.toString()}`;
}

/** Billed, possibly billed, and reserved for generations in progress. */
export function moneyOf(sums: SpendingSums): number {
  return sums.billedMicroUsd + sums.perhapsMicroUsd + sums.reservedMicroUsd;
}

/** All days in a range, both ends included, as "2026-03-10". */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

/** Rounds up to 1, 2 or 5 times a power of ten, for the end of an axis. */
export function roundUp(amount: number): number {
  if (amount <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(amount));
  const step = [1, 2, 5, 10].find((candidate) => candidate * power >= amount) ?? 10;
  return step * power;
}
