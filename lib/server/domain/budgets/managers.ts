import "server-only";
import { isPermitted, ROLES } from "@/lib/contracts/permissions";
import { db } from "@/lib/server/db";

/** More names help nobody who looks for somebody to ask. */
const NAMES_MAX = 3;

/** The names of those who can raise a budget, owners first. */
export async function budgetManagers(workspaceId: string): Promise<string[]> {
  const members = await db.membership.findMany({
    where: { workspaceId, role: { in: ROLES.filter((role) => isPermitted(role, "manage")) } },
    orderBy: [{ role: "asc" }, { createdAt: "asc" }],
    take: NAMES_MAX,
    select: { user: { select: { name: true } } },
  });
  return members.map(({ user }) => user.name);
}
