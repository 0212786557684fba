/** Header with the workspace of a request; every call of a tab sends it. */
export const WORKSPACE_HEADER = "x-pentimento-workspace";

/** The same as a query parameter, where no header can be sent: the event stream, a download. */
export const WORKSPACE_QUERY = "workspace";

/** Cookie with the workspace for new pages: the one shown last. */
export const WORKSPACE_COOKIE = "pentimento.workspace";

/** Path that switches to a workspace and continues to `next`. */
export function enterPath(workspaceId: string, next = "/"): string {
  return `/w/${workspaceId}${next === "/" ? "" : `?next=${encodeURIComponent(next)}`}`;
}
