import type { QueryClient } from "@tanstack/react-query";
import { call, CallError } from "@/lib/client/call";
import { leaveNotice } from "@/lib/client/arrival-notice";
import { keys } from "@/lib/client/query-keys";
import type { StudioState } from "@/lib/contracts/account";
import { enterPath } from "@/lib/contracts/workspace-choice";

/** An answer with a new cookie may still be on its way when the old one is found to be over. */
const SECOND_LOOK_MS = 700;

let isLeaving = false;

/** This tab is on its way out by its person's own word: what is over by that needs no telling. */
export function markLeaving(isOnItsWay: boolean): void {
  isLeaving = isOnItsWay;
}

/**
 * Asks the server anew who one is and what one may do here, and puts it into the cache. Whoever is not signed in any more is
 * led to where they can be, and whoever is no longer a member of this workspace to their own, with a word of why.
 * Without a network nothing happens.
 */
export async function reviewStanding(client: QueryClient): Promise<void> {
  for (const isLastLook of [false, true]) {
    if (isLeaving) return;
    const over = await lookAtStanding(client);
    if (over === null || isLeaving) return;
    if (over === "membership") return leaveForOwnWorkspace(client);
    if (!isLastLook) await new Promise((resolve) => setTimeout(resolve, SECOND_LOOK_MS));
  }
  location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
}

/** What is over, if anything is. */
async function lookAtStanding(client: QueryClient): Promise<"session" | "membership" | null> {
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
