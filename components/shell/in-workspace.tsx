"use client";

import { type ReactNode, useEffect } from "react";
import { useStudio } from "@/components/shell/use-studio";
import type { WorkspaceId } from "@/lib/contracts/ids";
import { enterPath } from "@/lib/contracts/workspace-choice";

type Props = {
  /** Where what is shown belongs. */
  workspaceId: WorkspaceId;
  /** Stands here while the page is loaded anew. */
  meanwhile: ReactNode;
  children: ReactNode;
};

/**
 * Shows what belongs to this tab's workspace. What belongs to another one of the person's is shown there: the frame, the
 * lists and the stream of events of a tab are those of one workspace, so that is a new page.
 */
export function InWorkspace({ workspaceId, meanwhile, children }: Props) {
  const isHere = useStudio().workspace.id === workspaceId;
  useEffect(() => {
    if (isHere) return;
    location.replace(enterPath(workspaceId, location.pathname + location.search));
  }, [isHere, workspaceId]);
  return isHere ? children : meanwhile;
}
