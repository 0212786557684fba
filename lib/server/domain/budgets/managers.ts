import "server-only";
import { isPermitted, ROLES } from "@/lib/contracts/permissions";
import { db } from "@/lib/server/db";

/** A few names suffice to know whom to ask. */
const NAMES_MAX = 3;

/** The names of members who can raise a budget, owners first. */
export async function budgetManagers(workspaceId: string): Promise<string[]> {
  const members = await db.membership.findMany({
    where: { workspaceId, role: { in: ROLES.filter((role) => isPermitted(role, "manage")) } },
    orderBy: [{ role: "asc" }, { createdAt: "asc" }],
    take: NAMES_MAX,
    select: { user: { select: { name: true } } },
  });
  return members.map(({ user }) => user.name);
}
