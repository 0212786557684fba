import { type DayRange, toInstants } from "@/components/settings/day-range";
import type { AuditAct } from "@/lib/contracts/audit";
import type { WorkspaceId } from "@/lib/contracts/ids";
import { AUDIT_CSV_PATHS } from "@/lib/contracts/paths";
import { WORKSPACE_QUERY } from "@/lib/contracts/workspace-choice";

/** Of the workspace that one stands in, or of the whole studio. */
export type AuditReach = "workspace" | "instance";

/** What a person sets; empty where open. */
export type AuditChoice = { act: AuditAct | ""; actor: string; target: string } & DayRange;

export const OPEN_CHOICE: AuditChoice = { act: "", actor: "", target: "", from: "", to: "" };

type AuditQuery = { act?: AuditAct; actor?: string; target?: string; from?: string; to?: string };

export function toAuditQuery({ act, actor, target, from, to }: AuditChoice): AuditQuery {
  return {
    ...(act !== "" && { act }),
    ...(actor.trim() !== "" && { actor: actor.trim() }),
    ...(target.trim() !== "" && { target: target.trim() }),
    ...toInstants({ from, to }),
  };
}

/** Where the same lines are as a file. A link cannot send the header that names the tab's workspace. */
export function auditCsvAddress(
  reach: AuditReach,
  query: AuditQuery,
  workspaceId: WorkspaceId,
): string {
  const search = new URLSearchParams({ ...query, [WORKSPACE_QUERY]: workspaceId });
  return `${AUDIT_CSV_PATHS[reach]}?${search.toString()}`;
}
