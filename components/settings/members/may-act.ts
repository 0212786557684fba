import { isAtLeast, isPermitted, type RoleName, ROLES } from "@/lib/contracts/permissions";

type Person = { userId: string; role: RoleName };

/** What can be done with a member; the server decides again, under a lock. */
export type MayAct = {
  /** The roles that may be given, the highest first; one alone means that nothing can be changed. */
  roles: RoleName[];
  mayRemove: boolean;
};

/** The same rules as the server's: nobody acts on a role above their own, or gives one, and the last owner stays. */
export function mayActOn(own: RoleName, member: Person, members: readonly Person[]): MayAct {
  const isLastOwner =
    member.role === "owner" && members.filter(({ role }) => role === "owner").length === 1;
  const mayAct = isPermitted(own, "manage") && isAtLeast(own, member.role) && !isLastOwner;
  return {
    roles: mayAct ? ROLES.filter((role) => isAtLeast(own, role)).toReversed() : [member.role],
    mayRemove: mayAct,
  };
}

/** The roles that somebody may invite to: below owner, who is made by handing over and not by a link. */
export function invitableRoles(own: RoleName): RoleName[] {
  return ROLES.filter((role) => role !== "owner" && isAtLeast(own, role)).toReversed();
}
