"use client";

import { useEffect, useState } from "react";
import { writeCookie } from "@/lib/client/browser-cookie";
import { setTabWorkspace } from "@/lib/client/workspace";
import type { WorkspaceId } from "@/lib/contracts/ids";
import { WORKSPACE_COOKIE } from "@/lib/contracts/workspace-choice";

/**
 * Every call of this tab means `workspaceId`. Pages that the server renders go by the cookie, so the tab that one turns to
 * sets it: another tab may have left it at another workspace.
 */
export function useStanding(workspaceId: WorkspaceId): void {
  // While rendering: the first calls are made by effects of what stands further in, which run before one here would.
  useState(() => setTabWorkspace(workspaceId));
  useEffect(() => {
    const remember = () => writeCookie(WORKSPACE_COOKIE, workspaceId);
    if (document.hasFocus()) remember();
    window.addEventListener("focus", remember);
    return () => window.removeEventListener("focus", remember);
  }, [workspaceId]);
}
