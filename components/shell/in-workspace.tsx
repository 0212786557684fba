"use client";

import { type ReactNode, useEffect } from "react";
import { useStudio } from "@/components/shell/use-studio";
import type { WorkspaceId } from "@/lib/contracts/ids";
import { enterPath } from "@/lib/contracts/workspace-choice";

type Props = {
  /** The workspace of the content. */
  workspaceId: WorkspaceId;
  /** Shown while the page reloads. */
  meanwhile: ReactNode;
  children: ReactNode;
};

/**
 * Shows content of this tab's workspace. For content of another workspace it reloads the page in that workspace: frame,
 * lists and event stream belong to a single one.
 */
export function InWorkspace({ workspaceId, meanwhile, children }: Props) {
  const isHere = useStudio().workspace.id === workspaceId;
  useEffect(() => {
    if (isHere) return;
    location.replace(enterPath(workspaceId, location.pathname + location.search));
  }, [isHere, workspaceId]);
  return isHere ? children : meanwhile;
}
