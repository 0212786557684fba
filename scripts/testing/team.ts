import type { WorkspaceId } from "@/lib/contracts/ids";
import type { RoleName } from "@/lib/contracts/permissions";
import type { Actor } from "@/lib/server/auth/actor";
import { db, inTransaction } from "@/lib/server/db";
import { createWorkspace } from "@/lib/server/domain/workspaces/commands";
import { makeActor } from "./studio";

/** A team workspace with its owner as the principal. */
export async function makeTeam(name = "Atelier"): Promise<{ id: WorkspaceId; owner: Actor }> {
  const person = await makeActor("Olive");
  const made = await inTransaction((tx) =>
    createWorkspace(tx, person, { name, ownerId: person.userId }),
  );
  return { id: made.id, owner: standingIn(person, made.id, "owner") };
}

/** Adds a new member to a team. */
export async function addMember(id: WorkspaceId, role: RoleName, name = "Mo"): Promise<Actor> {
  const person = await makeActor(name);
  await db.membership.create({ data: { userId: person.userId, workspaceId: id, role } });
  return standingIn(person, id, role);
}

/** The person as the principal of a request after getting a role. */
export function standingIn(person: Actor, id: WorkspaceId, role: RoleName): Actor {
  return { ...person, workspaceId: id, role, roles: new Map([...person.roles, [id, role]]) };
}
