import { workspaceCreateBody } from "@/lib/contracts/workspaces";
import { db, inTransaction } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { createWorkspace } from "@/lib/server/domain/workspaces/commands";
import { Failure } from "../setup/failure";
import type { Answer } from "./answer";
import { findUser } from "./user-commands";
import type { WorkspaceCreateOptions } from "./workspace";

export async function createTeam(options: WorkspaceCreateOptions): Promise<Answer> {
  const parsed = workspaceCreateBody.safeParse({ name: options.name });
  if (!parsed.success) throw new Failure("--name must have 1 to 100 characters.");
  const owner = await findUser(options.owner);
  const workspace = await inTransaction((tx) =>
    createWorkspace(tx, "command line", { name: parsed.data.name, ownerId: brandId(owner.id) }),
  );
  return { value: { workspace }, lines: [`${workspace.id}  ${workspace.name}`] };
}

export async function listTeams(): Promise<Answer> {
  const rows = await db.workspace.findMany({
    orderBy: { createdAt: "asc" },
    include: {
      memberships: {
        include: { user: { select: { email: true } } },
        orderBy: { createdAt: "asc" },
      },
      _count: { select: { threads: { where: { deletedAt: null } } } },
    },
  });
  const workspaces = rows.map((row) => ({
    id: row.id,
    name: row.name,
    kind: row.kind,
    threads: row._count.threads,
    members: row.memberships.map(({ role, user }) => ({ email: user.email, role })),
  }));
  return {
    value: { workspaces },
    lines: workspaces.map(
      ({ id, name, kind, threads, members }) =>
        `${id}  ${name}  ${kind}  ${threads} threads  ${members.map(({ email, role }) => `${email} (${role})`).join(", ")}`,
    ),
  };
}
