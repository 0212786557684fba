import type { WorkspaceId } from "@/lib/contracts/ids";
import type { RoleName } from "@/lib/contracts/permissions";
import type { Actor } from "@/lib/server/auth/actor";
import { db, inTransaction } from "@/lib/server/db";
import { createWorkspace } from "@/lib/server/domain/workspaces/commands";
import { makeActor } from "./studio";

/** A team workspace with its owner, who stands in it. */
export async function makeTeam(name = "Atelier"): Promise<{ id: WorkspaceId; owner: Actor }> {
  const person = await makeActor("Olive");
  const made = await inTransaction((tx) =>
    createWorkspace(tx, person, { name, ownerId: person.userId }),
  );
  return { id: made.id, owner: standingIn(person, made.id, "owner") };
}

/** Somebody new in a team, standing in it. */
export async function addMember(id: WorkspaceId, role: RoleName, name = "Mo"): Promise<Actor> {
  const person = await makeActor(name);
  await db.membership.create({ data: { userId: person.userId, workspaceId: id, role } });
  return standingIn(person, id, role);
}

/** The person as a request of theirs sees them after they have come to a role there. */
export function standingIn(person: Actor, id: WorkspaceId, role: RoleName): Actor {
  return { ...person, workspaceId: id, role, roles: new Map([...person.roles, [id, role]]) };
}
