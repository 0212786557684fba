import { inTransaction, type Tx } from "@/lib/server/db";
import { createAccount } from "@/lib/server/domain/accounts/create-account";
import type { AuditBy } from "@/lib/server/domain/audit/record";
import { brandId } from "@/lib/server/domain/brand";
import { createWorkspace } from "@/lib/server/domain/workspaces/commands";
import { PEOPLE } from "./words";

/** No password matches it. */
export const NO_PASSWORD = "none";

/** A team workspace and its people. */
export interface SeedTeam {
  id: string;
  ownerId: string;
  /** The owner's personal workspace. */
  personalId: string;
  memberIds: string[];
  /** By id. */
  names: ReadonlyMap<string, string>;
}

const LABEL_DIGITS = 6;

/**
 * Creates a team of twelve with the instance owner as its owner. On an instance without an owner the first person
 * becomes it. Every run makes a new team: its last digits are in the addresses, "person1.<digits>@example.org".
 * @param passwordHash of every account that it creates
 */
export async function createTeam(passwordHash: string): Promise<SeedTeam & { emails: string[] }> {
  return inTransaction(async (tx) => {
    const label = Date.now().toString(36).slice(-LABEL_DIGITS);
    const found = await tx.user.findFirst({
      where: { isInstanceOwner: true },
      orderBy: { createdAt: "asc" },
      select: { id: true, name: true, email: true },
    });
    const by: AuditBy = "command line";
    const create = (name: string, n: number, isInstanceOwner: boolean) =>
      createAccount(
        tx,
        {
          name,
          email: `person${n}.${label}@example.org`,
          passwordHash,
          isEmailVerified: true,
          way: "by hand",
          isInstanceOwner,
        },
        { by },
      );
    const [first = "Ada", ...others] = PEOPLE;
    const owner = found ?? (await create(first, 1, true));
    const members: { id: string; name: string; email: string }[] = [];
    for (const [index, name] of others.entries())
      members.push(await create(name, index + 2, false));
    const { id } = await createWorkspace(tx, by, {
      name: `Atelier ${label}`,
      ownerId: brandId(owner.id),
    });
    await tx.membership.createMany({
      data: members.map((member, n) => ({
        workspaceId: id,
        userId: member.id,
        role: n === 0 ? "admin" : n === members.length - 1 ? "viewer" : "member",
      })),
    });
    const people = [owner, ...members];
    return {
      id,
      ownerId: owner.id,
      personalId: await personalWorkspaceOf(tx, owner.id),
      // A viewer makes nothing.
      memberIds: members.slice(0, -1).map((member) => member.id),
      names: new Map(people.map((person) => [person.id, person.name])),
      emails: people.map((person) => person.email),
    };
  });
}

async function personalWorkspaceOf(tx: Tx, userId: string): Promise<string> {
  const { workspaceId } = await tx.membership.findFirstOrThrow({
    where: { userId, workspace: { kind: "personal" } },
    select: { workspaceId: true },
  });
  return workspaceId;
}
