import { afterAll, beforeEach, expect, test } from "vitest";
import { addMember, makeTeam } from "@/scripts/testing/team";
import { makeActor } from "@/scripts/testing/studio";
import type { UserId, WorkspaceId } from "@/lib/contracts/ids";
import { ROLES, type RoleName } from "@/lib/contracts/permissions";
import type { Actor } from "@/lib/server/auth/actor";
import { closeDatabase, db } from "@/lib/server/db";
import {
  changeRole,
  handOver,
  leaveWorkspace,
  removeMember,
} from "@/lib/server/domain/members/commands";
import { listMembers } from "@/lib/server/domain/members/queries";

let team: WorkspaceId;
let owner: Actor;
beforeEach(async () => {
  ({ id: team, owner } = await makeTeam());
});
afterAll(closeDatabase);

const roleOf = async (userId: UserId): Promise<RoleName | null> => {
  const where = { userId_workspaceId: { userId, workspaceId: team } };
  return (await db.membership.findUnique({ where }))?.role ?? null;
};
const outcome = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "yes",
    (error) => error.code,
  );

test("only admins and owners change roles, never above their own", async () => {
  const target = await addMember(team, "viewer");
  const table: Record<string, string[]> = {};
  for (const role of ROLES) {
    const by = await addMember(team, role);
    const outcomes = [];
    for (const newRole of ROLES) {
      await db.membership.updateMany({
        where: { userId: target.userId },
        data: { role: "viewer" },
      });
      outcomes.push(
        await outcome(changeRole(by, { workspaceId: team, userId: target.userId, role: newRole })),
      );
    }
    table[role] = outcomes;
  }
  expect(table).toEqual({
    viewer: ["forbidden", "forbidden", "forbidden", "forbidden"],
    member: ["forbidden", "forbidden", "forbidden", "forbidden"],
    admin: ["yes", "yes", "yes", "forbidden"],
    owner: ["yes", "yes", "yes", "yes"],
  });
});

test("an admin can neither demote nor remove an owner; a non-member gets not_found", async () => {
  const admin = await addMember(team, "admin");
  const stranger = await makeActor("Stranger");
  const second = await addMember(team, "owner");
  expect(
    await outcome(changeRole(admin, { workspaceId: team, userId: second.userId, role: "viewer" })),
  ).toBe("forbidden");
  expect(await outcome(removeMember(admin, { workspaceId: team, userId: second.userId }))).toBe(
    "forbidden",
  );
  expect(await outcome(removeMember(stranger, { workspaceId: team, userId: second.userId }))).toBe(
    "not_found",
  );
  expect(
    await outcome(
      changeRole(admin, { workspaceId: team, userId: stranger.userId, role: "viewer" }),
    ),
  ).toBe("not_found");
  expect(await outcome(listMembers(stranger, team))).toBe("not_found");
  expect(await roleOf(second.userId)).toBe("owner");
});

test("the role is read again in the transaction, not taken from the request", async () => {
  const admin = await addMember(team, "admin");
  const target = await addMember(team, "viewer");
  await changeRole(owner, { workspaceId: team, userId: admin.userId, role: "member" });
  expect(
    await outcome(changeRole(admin, { workspaceId: team, userId: target.userId, role: "member" })),
  ).toBe("forbidden");
  await removeMember(owner, { workspaceId: team, userId: admin.userId });
  expect(await outcome(removeMember(admin, { workspaceId: team, userId: target.userId }))).toBe(
    "not_found",
  );
});

test("the last owner can neither leave, nor be demoted, nor be removed", async () => {
  await addMember(team, "admin");
  expect(await outcome(leaveWorkspace(owner, team))).toBe("last_owner");
  expect(
    await outcome(changeRole(owner, { workspaceId: team, userId: owner.userId, role: "admin" })),
  ).toBe("last_owner");
  expect(await outcome(removeMember(owner, { workspaceId: team, userId: owner.userId }))).toBe(
    "last_owner",
  );
  expect(await roleOf(owner.userId)).toBe("owner");
});

test("when two owners leave or demote each other at once, at least one remains", async () => {
  const acts = [
    (a: Actor, _b: Actor) => leaveWorkspace(a, team),
    (_a: Actor, b: Actor) => changeRole(b, { workspaceId: team, userId: b.userId, role: "member" }),
    (a: Actor, b: Actor) => changeRole(a, { workspaceId: team, userId: b.userId, role: "admin" }),
    (a: Actor, b: Actor) => removeMember(b, { workspaceId: team, userId: a.userId }),
  ];
  for (const first of acts) {
    for (const second of acts) {
      ({ id: team, owner } = await makeTeam());
      const other = await addMember(team, "owner");
      await Promise.all([outcome(first(owner, other)), outcome(second(other, owner))]);
      const owners = await db.membership.count({ where: { workspaceId: team, role: "owner" } });
      expect(owners).toBeGreaterThanOrEqual(1);
    }
  }
});

test("a transfer makes the member owner and the former owner admin", async () => {
  const admin = await addMember(team, "admin");
  expect(await outcome(handOver(admin, { workspaceId: team, userId: admin.userId }))).toBe(
    "forbidden",
  );
  expect(await outcome(handOver(owner, { workspaceId: team, userId: owner.userId }))).toBe(
    "conflict",
  );
  expect(
    await outcome(handOver(owner, { workspaceId: team, userId: (await makeActor()).userId })),
  ).toBe("not_found");
  await handOver(owner, { workspaceId: team, userId: admin.userId });
  expect([await roleOf(owner.userId), await roleOf(admin.userId)]).toEqual(["admin", "owner"]);
  expect(await outcome(leaveWorkspace(owner, team))).toBe("yes");
});

test("a personal workspace can be neither left nor transferred", async () => {
  const person = await makeActor();
  const other = await makeActor();
  expect(await outcome(leaveWorkspace(person, person.workspaceId))).toBe("personal_workspace");
  expect(
    await outcome(handOver(person, { workspaceId: person.workspaceId, userId: other.userId })),
  ).toBe("personal_workspace");
});

test("leaving revokes the member's tokens and open invites in the workspace", async () => {
  const admin = await addMember(team, "admin");
  const own = { userId: admin.userId, workspaceId: team };
  await db.accessToken.create({
    data: { ...own, name: "t", tokenHash: crypto.randomUUID(), ending: "abcd", scopes: ["read"] },
  });
  const invite = await db.invite.create({
    data: {
      workspaceId: team,
      role: "member",
      tokenHash: crypto.randomUUID(),
      createdById: admin.userId,
      expiresAt: new Date(Date.now() + 60_000),
    },
  });
  await leaveWorkspace(admin, team);
  expect(await db.accessToken.count({ where: { ...own, revokedAt: null } })).toBe(0);
  const after = await db.invite.findUniqueOrThrow({ where: { id: invite.id } });
  expect(after.revokedAt).not.toBeNull();
});

test("lists the highest role first, and shows e-mail addresses to managers only", async () => {
  const viewer = await addMember(team, "viewer");
  const seen = await listMembers(viewer, team);
  expect(seen.map(({ role }) => role)).toEqual(["owner", "viewer"]);
  expect(seen.map(({ email }) => email)).toEqual([null, viewer.email]);
  expect((await listMembers(owner, team)).every(({ email }) => email !== null)).toBe(true);
});

test("audits each change with actor, target and roles", async () => {
  const member = await addMember(team, "member", "Mo");
  await changeRole(owner, { workspaceId: team, userId: member.userId, role: "admin" });
  await removeMember(owner, { workspaceId: team, userId: member.userId });
  const entries = await db.auditEntry.findMany({
    where: { workspaceId: team },
    orderBy: { createdAt: "asc" },
  });
  expect(entries.map(({ act }) => act)).toEqual([
    "workspace.created",
    "member.role_changed",
    "member.removed",
  ]);
  expect(entries[1]).toMatchObject({
    actorId: owner.userId,
    targetName: "Mo",
    details: { from: "member", to: "admin" },
  });
});
