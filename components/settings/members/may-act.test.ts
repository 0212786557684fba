import { expect, test } from "vitest";
import { invitableRoles, mayActOn } from "@/components/settings/members/may-act";
import { ROLES, type RoleName } from "@/lib/contracts/permissions";

const person = (role: RoleName) => ({ userId: role, role });

test("only admins and owners act on members, and never on a role above their own", () => {
  const all = [...ROLES.map(person), { userId: "second", role: "owner" as const }];
  const table = Object.fromEntries(
    ROLES.map((own) => [own, ROLES.map((role) => mayActOn(own, person(role), all).mayRemove)]),
  );
  expect(table).toEqual({
    viewer: [false, false, false, false],
    member: [false, false, false, false],
    admin: [true, true, true, false],
    owner: [true, true, true, true],
  });
});

test("an admin assigns roles up to admin, and the last owner keeps the role", () => {
  const all = ROLES.map(person);
  expect(mayActOn("admin", person("viewer"), all).roles).toEqual(["admin", "member", "viewer"]);
  expect(mayActOn("owner", person("owner"), all)).toEqual({ roles: ["owner"], mayRemove: false });
});

test("the owner role cannot be assigned by invite", () => {
  expect(invitableRoles("owner")).toEqual(["admin", "member", "viewer"]);
});
