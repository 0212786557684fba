/** Names the workspace that a call is meant for; every call of a tab carries it. */
export const WORKSPACE_HEADER = "x-pentimento-workspace";

/** The same where no header can be sent: the event stream, a download. */
export const WORKSPACE_QUERY = "workspace";

/** Where a new page begins: the workspace that was shown last. */
export const WORKSPACE_COOKIE = "pentimento.workspace";

/** Leads a browser into a workspace, and on to `next`, a path of the studio. */
export function enterPath(workspaceId: string, next = "/"): string {
  return `/w/${workspaceId}${next === "/" ? "" : `?next=${encodeURIComponent(next)}`}`;
}
