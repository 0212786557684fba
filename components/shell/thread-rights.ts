import type { StudioState } from "@/lib/contracts/account";
import { isPermitted } from "@/lib/contracts/permissions";
import type { ThreadSummary } from "@/lib/contracts/threads";

/** What one may do with a thread, so that the screen offers nothing that the server would refuse. */
export type ThreadRights = {
  isMine: boolean;
  /** Others see it too: what is pinned, archived or deleted is so for them as well. */
  isShared: boolean;
  mayWrite: boolean;
  /** Pin, archive, delete: its creator, or whoever manages the workspace. */
  mayCurate: boolean;
  /** Its creator alone, and only where there is somebody to show it to. */
  mayChooseVisibility: boolean;
};

export function rightsIn(thread: ThreadSummary, { user, workspace }: StudioState): ThreadRights {
  const isMine = thread.createdBy.id === user.id;
  const isTeam = workspace.kind === "team";
  const mayWrite = isPermitted(workspace.role, "write");
  return {
    isMine,
    isShared: isTeam && thread.visibility === "workspace",
    mayWrite,
    mayCurate: isMine ? mayWrite : isPermitted(workspace.role, "manage"),
    mayChooseVisibility: isMine && mayWrite && isTeam,
  };
}
