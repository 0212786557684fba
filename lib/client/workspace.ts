import type { WorkspaceId } from "@/lib/contracts/ids";
import { WORKSPACE_HEADER, WORKSPACE_QUERY } from "@/lib/contracts/workspace-choice";

/** The workspace of this tab. Changing it takes a full page load, so it is constant. */
let current: WorkspaceId | null = null;

/** Set by the studio's layout before the first request. Server rendering belongs to no tab. */
export function setTabWorkspace(workspaceId: WorkspaceId): void {
  if (typeof window !== "undefined") current = workspaceId;
}

/** Null on pages outside the studio. */
export function tabWorkspace(): WorkspaceId | null {
  return current;
}

/** Header that names this tab's workspace, whatever other tabs show. */
export function workspaceHeaders(): Record<string, string> {
  return current === null ? {} : { [WORKSPACE_HEADER]: current };
}

/** The same for URLs opened without headers: the event stream, a download. */
export function inWorkspace(path: string): string {
  if (current === null) return path;
  return `${path}${path.includes("?") ? "&" : "?"}${WORKSPACE_QUERY}=${current}`;
}
