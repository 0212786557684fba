import type { StudioState } from "@/lib/contracts/account";
import { isPermitted } from "@/lib/contracts/permissions";
import type { ThreadSummary } from "@/lib/contracts/threads";

/** What the user may do with a thread, so that the screen offers nothing the server would refuse. */
export type ThreadRights = {
  isMine: boolean;
  /** Others can see it: pinning, archiving or deleting affects them too. */
  isShared: boolean;
  mayWrite: boolean;
  /** Pin, archive, delete: the creator, or a manager of the workspace. */
  mayCurate: boolean;
  /** The creator only, and only where the workspace has other members. */
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
