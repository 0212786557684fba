"use client";

import { enterPath } from "@/lib/contracts/workspace-choice";

/** Switches the workspace with a full page load: lists, drafts and event stream belong to one workspace. */
export function enterWorkspace(workspaceId: string, next = "/"): void {
  location.assign(enterPath(workspaceId, next));
}
