"use client";

import { enterPath } from "@/lib/contracts/workspace-choice";

/** Into another workspace, with a full load: lists, drafts and the stream of a tab are those of one alone. */
export function enterWorkspace(workspaceId: string, next = "/"): void {
  location.assign(enterPath(workspaceId, next));
}
