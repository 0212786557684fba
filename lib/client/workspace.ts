import type { WorkspaceId } from "@/lib/contracts/ids";
import { WORKSPACE_HEADER, WORKSPACE_QUERY } from "@/lib/contracts/workspace-choice";

/** The workspace that this tab shows. Another one means a new page, so it never changes in between. */
let standing: WorkspaceId | null = null;

/** Said by the studio's frame before anything is asked of the server. The server's own rendering belongs to no tab. */
export function standInWorkspace(workspaceId: WorkspaceId): void {
  if (typeof window !== "undefined") standing = workspaceId;
}

/** Null on the pages before the studio, where one stands nowhere yet. */
export function standingWorkspace(): WorkspaceId | null {
  return standing;
}

/** What a request carries, so that it means this tab's workspace whatever another tab has moved on to. */
export function workspaceHeaders(): Record<string, string> {
  return standing === null ? {} : { [WORKSPACE_HEADER]: standing };
}

/** The same for an address that is opened without headers: the event stream, a download. */
export function inWorkspace(path: string): string {
  if (standing === null) return path;
  return `${path}${path.includes("?") ? "&" : "?"}${WORKSPACE_QUERY}=${standing}`;
}
