import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { ShareSlot } from "@/components/links/share-slot";
import { AppShell } from "@/components/shell/app-shell";
import { SIDEBAR_COOKIE } from "@/components/shell/sidebar-cookie";
import { enterPath } from "@/lib/contracts/workspace-choice";
import { type Actor, currentActor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { isSetupNeeded } from "@/lib/server/domain/accounts/setup";
import { loadStudioState } from "@/lib/server/domain/studio/state";
import { findThreadWorkspace, listThreads } from "@/lib/server/domain/threads/queries";

/** Redirects people without a session; renders the studio's shell for the others. */
export default async function StudioLayout({ children }: { children: ReactNode }) {
  const actor = await currentActor();
  if (!actor) {
    if (await isSetupNeeded()) redirect("/welcome");
    const path = (await headers()).get("x-pathname") ?? "/";
    redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
  }
  const otherPath = await pathInOtherWorkspace(actor, (await headers()).get("x-pathname") ?? "/");
  if (otherPath !== null) redirect(otherPath);
  // Load the state first: its event number must not be newer than the list's.
  const state = await loadStudioState(actor, { clock: systemClock });
  const threads = await listThreads(actor, { view: "active" });
  const isSidebarOpen = (await cookies()).get(SIDEBAR_COOKIE)?.value !== "closed";
  return (
    <AppShell initial={state} threads={threads} isSidebarOpen={isSidebarOpen}>
      {children}
      <ShareSlot />
    </AppShell>
  );
}

/** A link to a thread of another workspace of the reader switches to that workspace. */
async function pathInOtherWorkspace(actor: Actor, path: string): Promise<string | null> {
  const threadId = /^\/t\/([0-9a-f-]{36})(?![^?])/i.exec(path)?.[1];
  if (threadId === undefined) return null;
  const workspaceId = await findThreadWorkspace(actor, threadId);
  return workspaceId === null || workspaceId === actor.workspaceId
    ? null
    : enterPath(workspaceId, path);
}
