import { type DayRange, toInstants } from "@/components/settings/day-range";
import type { AuditAct } from "@/lib/contracts/audit";
import type { WorkspaceId } from "@/lib/contracts/ids";
import { AUDIT_CSV_PATHS } from "@/lib/contracts/paths";
import { WORKSPACE_QUERY } from "@/lib/contracts/workspace-choice";

/** Whose log: the workspace's or the instance's. */
export type AuditReach = "workspace" | "instance";

/** The filter; an empty string means no filter. */
export type AuditChoice = { act: AuditAct | ""; actor: string; target: string } & DayRange;

export const EMPTY_CHOICE: AuditChoice = { act: "", actor: "", target: "", from: "", to: "" };

type AuditQuery = { act?: AuditAct; actor?: string; target?: string; from?: string; to?: string };

export function toAuditQuery({ act, actor, target, from, to }: AuditChoice): AuditQuery {
  return {
    ...(act !== "" && { act }),
    ...(actor.trim() !== "" && { actor: actor.trim() }),
    ...(target.trim() !== "" && { target: target.trim() }),
    ...toInstants({ from, to }),
  };
}

/** The CSV of the filtered log. A link cannot send a header, so the query names the workspace. */
export function auditCsvAddress(
  reach: AuditReach,
  query: AuditQuery,
  workspaceId: WorkspaceId,
): string {
  const search = new URLSearchParams({ ...query, [WORKSPACE_QUERY]: workspaceId });
  return `${AUDIT_CSV_PATHS[reach]}?${search.toString()}`;
}
