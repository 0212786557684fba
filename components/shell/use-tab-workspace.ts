"use client";

import { useEffect, useState } from "react";
import { writeCookie } from "@/lib/client/browser-cookie";
import { setTabWorkspace } from "@/lib/client/workspace";
import type { WorkspaceId } from "@/lib/contracts/ids";
import { WORKSPACE_COOKIE } from "@/lib/contracts/workspace-choice";

/**
 * Makes all calls of this tab address `workspaceId`. Server rendered pages use the cookie, so the tab sets it when
 * focused: another tab may have set it to another workspace.
 */
export function useTabWorkspace(workspaceId: WorkspaceId): void {
  // During render: effects of child components, which run before effects here, already make calls.
  useState(() => setTabWorkspace(workspaceId));
  useEffect(() => {
    const remember = () => writeCookie(WORKSPACE_COOKIE, workspaceId);
    if (document.hasFocus()) remember();
    window.addEventListener("focus", remember);
    return () => window.removeEventListener("focus", remember);
  }, [workspaceId]);
}
