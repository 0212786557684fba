import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeActor, makeImage } from "@/scripts/testing/studio";
import { addMember, makeTeam } from "@/scripts/testing/team";
import { turnBody } from "@/scripts/testing/turn-body";
import type { WorkspaceId } from "@/lib/contracts/ids";
import { ROLES } from "@/lib/contracts/permissions";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { loadStudioState } from "@/lib/server/domain/studio/state";
import { createTurn } from "@/lib/server/domain/turns/create";
import { removeWorkspace, updateWorkspace } from "@/lib/server/domain/workspaces/commands";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";

let team: WorkspaceId;
let owner: Actor;
beforeAll(prepareQueue);
beforeEach(async () => {
  ({ id: team, owner } = await makeTeam());
});
afterAll(closeDatabase);

const outcome = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "yes",
    (error) => error.code,
  );

test("the creator owns the new workspace and finds it in their list", async () => {
  const state = await loadStudioState(owner, { clock: systemClock });
  expect(state.workspace).toMatchObject({ name: "Atelier", kind: "team", role: "owner" });
  expect(state.workspaces.map(({ kind, role }) => `${kind} ${role}`)).toEqual([
    "personal owner",
    "team owner",
  ]);
});

test("admins and owners change name and default visibility, audited with old and new values", async () => {
  const outcomes: string[] = [];
  for (const role of ROLES) {
    const by = await addMember(team, role);
    outcomes.push(await outcome(updateWorkspace(by, { workspaceId: team, name: `By ${role}` })));
  }
  expect(outcomes).toEqual(["forbidden", "forbidden", "yes", "yes"]);
  await updateWorkspace(owner, { workspaceId: team, defaultVisibility: "workspace" });
  expect(await outcome(updateWorkspace(await makeActor(), { workspaceId: team, name: "x" }))).toBe(
    "not_found",
  );
  const entries = await db.auditEntry.findMany({
    where: { workspaceId: team, act: "workspace.changed" },
    orderBy: { createdAt: "asc" },
  });
  expect(entries.map(({ details }) => details)).toEqual([
    { nameFrom: "Atelier", nameTo: "By admin" },
    { nameFrom: "By admin", nameTo: "By owner" },
    { from: "private", to: "workspace" },
  ]);
});

test("threads of a personal workspace stay private", async () => {
  const person = await makeActor();
  const act = updateWorkspace(person, {
    workspaceId: person.workspaceId,
    defaultVisibility: "workspace",
  });
  expect(await outcome(act)).toBe("personal_workspace");
});

test("only an owner deletes a team workspace, by typing its name; a personal one cannot be deleted", async () => {
  const admin = await addMember(team, "admin");
  expect(await outcome(removeWorkspace(admin, { workspaceId: team, typedName: "Atelier" }))).toBe(
    "forbidden",
  );
  expect(await outcome(removeWorkspace(owner, { workspaceId: team, typedName: "atelier" }))).toBe(
    "wrong_confirmation",
  );
  const person = await makeActor();
  expect(
    await outcome(removeWorkspace(person, { workspaceId: person.workspaceId, typedName: "x" })),
  ).toBe("personal_workspace");
  expect(await outcome(removeWorkspace(owner, { workspaceId: team, typedName: " Atelier " }))).toBe(
    "yes",
  );
  expect(await db.workspace.count({ where: { id: team } })).toBe(0);
  const entry = await db.auditEntry.findFirstOrThrow({
    where: { targetId: team, act: "workspace.deleted" },
  });
  expect(entry).toMatchObject({
    workspaceId: null,
    targetName: "Atelier",
    details: { members: 2 },
  });
});

test("deletes the workspace's threads, references and images, and no others", async () => {
  const image = await makeImage(owner);
  await createTurn(owner, turnBody({ referenceIds: [image.id] }), { clock: systemClock });
  const elsewhere = await makeActor();
  await createTurn(elsewhere, turnBody(), { clock: systemClock });
  await removeWorkspace(owner, { workspaceId: team, typedName: "Atelier" });
  expect(await db.thread.count({ where: { workspaceId: team } })).toBe(0);
  expect(await db.image.count({ where: { workspaceId: team } })).toBe(0);
  expect(await db.thread.count({ where: { createdById: elsewhere.userId } })).toBe(1);
});

test("refuses to delete a workspace with calls in flight", async () => {
  await createTurn(owner, turnBody(), { clock: systemClock });
  const set = (state: "claimed" | "sent" | "received" | "failed") =>
    db.generation.updateMany({ where: { workspaceId: team }, data: { state } });
  for (const state of ["claimed", "sent", "received"] as const) {
    await set(state);
    expect(await outcome(removeWorkspace(owner, { workspaceId: team, typedName: "Atelier" }))).toBe(
      "workspace_busy",
    );
  }
  await set("failed");
  expect(await outcome(removeWorkspace(owner, { workspaceId: team, typedName: "Atelier" }))).toBe(
    "yes",
  );
});
