import type { QueryClient } from "@tanstack/react-query";
import { call, CallError } from "@/lib/client/call";
import { leaveNotice } from "@/lib/client/arrival-notice";
import { keys } from "@/lib/client/query-keys";
import type { StudioState } from "@/lib/contracts/account";
import { enterPath } from "@/lib/contracts/workspace-choice";

/** A reply with a new cookie may still be in transit when the old session is found to have ended. */
const RECHECK_AFTER_MS = 700;

let isLeaving = false;

/** Set while this tab leaves on purpose, so that the end of the session or membership needs no notice. */
export function markLeaving(isOnItsWay: boolean): void {
  isLeaving = isOnItsWay;
}

/**
 * Refetches the user's identity and rights. Without a session it goes to the sign-in page; without membership to the
 * personal workspace, with a notice. Does nothing while offline.
 */
export async function refreshAccess(client: QueryClient): Promise<void> {
  for (const isLastCheck of [false, true]) {
    if (isLeaving) return;
    const ended = await findEnded(client);
    if (ended === null || isLeaving) return;
    if (ended === "membership") return leaveForOwnWorkspace(client);
    if (!isLastCheck) await new Promise((resolve) => setTimeout(resolve, RECHECK_AFTER_MS));
  }
  location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
}

/** Whether the session or the membership has ended. */
async function findEnded(client: QueryClient): Promise<"session" | "membership" | null> {
  try {
    client.setQueryData<StudioState>(keys.studio(), await call("studio.state"));
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    if (error.code === "not_signed_in") return "session";
    if (error.code === "not_found") return "membership";
  }
  return null;
}

function leaveForOwnWorkspace(client: QueryClient): void {
  const studio = client.getQueryData<StudioState>(keys.studio());
  const own = studio?.workspaces.find(({ kind }) => kind === "personal");
  if (studio) leaveNotice({ kind: "left", workspace: studio.workspace.name });
  location.assign(own ? enterPath(own.id) : "/");
}
