import { isAtLeast, isPermitted, type RoleName, ROLES } from "@/lib/contracts/permissions";

type Person = { userId: string; role: RoleName };

/** What the viewer may do with a member. The server checks again under a lock. */
export type MayAct = {
  /** Roles that may be assigned, highest first. A single entry means that nothing can be changed. */
  roles: RoleName[];
  mayRemove: boolean;
};

/** Same rules as the server's: you cannot act on or assign a role above your own, and the last owner stays. */
export function mayActOn(own: RoleName, member: Person, members: readonly Person[]): MayAct {
  const isLastOwner =
    member.role === "owner" && members.filter(({ role }) => role === "owner").length === 1;
  const mayAct = isPermitted(own, "manage") && isAtLeast(own, member.role) && !isLastOwner;
  return {
    roles: mayAct ? ROLES.filter((role) => isAtLeast(own, role)).toReversed() : [member.role],
    mayRemove: mayAct,
  };
}

/** Roles for new invites. Owner is excluded: ownership is transferred, not invited to. */
export function invitableRoles(own: RoleName): RoleName[] {
  return ROLES.filter((role) => role !== "owner" && isAtLeast(own, role)).toReversed();
}
