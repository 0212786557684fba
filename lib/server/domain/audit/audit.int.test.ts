import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { AuditAct } from "@/lib/contracts/audit";
import type { AuditLine } from "@/lib/contracts/audit-log";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { db, inTransaction } from "@/lib/server/db";
import { auditCsv } from "@/lib/server/domain/audit/csv";
import { listAudit, readWholeAudit } from "@/lib/server/domain/audit/queries";
import { recordAudit } from "@/lib/server/domain/audit/record";
import { removeThread } from "@/lib/server/domain/threads/commands";
import { createTurn } from "@/lib/server/domain/turns/create";
import { prepareQueue } from "@/lib/server/jobs/prepare-queue";
import { makeActor } from "@/scripts/testing/studio";
import { turnBody } from "@/scripts/testing/turn-body";

let ada: Actor;
let owner: Actor;

beforeAll(async () => {
  await prepareQueue();
  ada = { ...(await makeActor("Ada")), address: "203.0.113.7" };
  owner = { ...(await makeActor("Olga")), isInstanceOwner: true };
});

type Note = {
  act?: AuditAct;
  name?: string;
  id?: string | null;
  at?: string;
  isInstance?: boolean;
};

function note(by: Actor, { act = "member.added", name = "Ben", id = null, at, isInstance }: Note) {
  return inTransaction(async (tx) => {
    await recordAudit(tx, by, {
      workspaceId: isInstance ? null : by.workspaceId,
      act,
      target: { kind: "account", id, name },
      details: { from: "viewer", to: "member" },
    });
    if (at === undefined) return;
    const last = await tx.auditEntry.findFirstOrThrow({ orderBy: { id: "desc" } });
    await tx.auditEntry.update({ where: { id: last.id }, data: { createdAt: new Date(at) } });
  });
}

const targets = (lines: readonly AuditLine[]) => lines.map(({ targetName }) => targetName);

test("managers read only their own workspace's log, and instance owners read everything", async () => {
  const ben = await makeActor("Ben");
  await note(ada, { name: "in Ada's" });
  await note(ben, { name: "in Ben's" });
  await note(ada, { name: "of the studio", isInstance: true });
  const seen = targets((await listAudit(ada, "workspace", {})).lines);
  expect(seen).toContain("in Ada's");
  expect(seen).not.toContain("in Ben's");
  expect(seen).not.toContain("of the studio");
  const all = targets((await listAudit(owner, "instance", {})).lines);
  expect(all).toEqual(expect.arrayContaining(["in Ada's", "in Ben's", "of the studio"]));

  const as = (role: Actor["role"]): Actor => ({
    ...ben,
    role,
    workspaceId: ada.workspaceId,
    roles: new Map([[ada.workspaceId, role]]),
  });
  await expect(listAudit(as("member"), "workspace", {})).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(targets((await listAudit(as("admin"), "workspace", {})).lines)).toEqual(seen);
  await expect(listAudit(ada, "instance", {})).rejects.toMatchObject({ code: "not_found" });
  expect(() => readWholeAudit(as("member"), "workspace", {})).toThrow();
  expect(() => readWholeAudit(ada, "instance", {})).toThrow();
});

test("an entry has actor, act, target, details and client address", async () => {
  await note(ada, { act: "member.role_changed", name: "Cyd", id: "some-id" });
  const { lines } = await listAudit(ada, "workspace", { act: "member.role_changed" });
  expect(lines[0]).toMatchObject({
    act: "member.role_changed",
    actorId: ada.userId,
    actorName: "Ada",
    targetKind: "account",
    targetId: "some-id",
    targetName: "Cyd",
    details: { from: "viewer", to: "member" },
    address: "203.0.113.7",
    workspace: { id: ada.workspaceId, name: "Ada's workspace" },
  });
});

test("the log filters by act, part of a name, whole id, and date range", async () => {
  const dee = await makeActor("Dee_100%");
  await note(dee, { act: "invite.created", name: "one@example.org", at: "2026-05-01T23:59:59Z" });
  await note(dee, { act: "key.set", name: "…a1b2", id: "key-id", at: "2026-05-02T12:00:00Z" });
  await note(dee, { act: "key.removed", name: "…a1b2", at: "2026-05-03T00:00:00Z" });
  const found = async (filter: Parameters<typeof listAudit>[2]) =>
    (await listAudit(dee, "workspace", filter)).lines.map(({ act }) => act);
  expect(await found({})).toEqual(["key.removed", "key.set", "invite.created"]);
  expect(await found({ act: "key.set" })).toEqual(["key.set"]);
  expect(await found({ target: "A1B2" })).toEqual(["key.removed", "key.set"]);
  expect(await found({ target: "key-id" })).toEqual(["key.set"]);
  expect(await found({ actor: "dee_" })).toHaveLength(3);
  expect(await found({ actor: dee.userId })).toHaveLength(3);
  expect(await found({ actor: "Ada" })).toEqual([]);
  expect(await found({ from: "2026-05-02", to: "2026-05-02" })).toEqual(["key.set"]);
  expect(await found({ to: "2026-05-02T12:00:00Z" })).toEqual(["invite.created"]);
});

test("pages neither lose nor repeat entries with the same timestamp", async () => {
  const eve = await makeActor("Eve");
  const { workspaceId } = eve;
  const row = { workspaceId, actorName: "Eve", act: "key.set", targetKind: "key", targetName: "x" };
  const createdAt = new Date("2026-06-01T00:00:00Z");
  await db.auditEntry.createMany({
    data: Array.from({ length: 120 }, () => ({ ...row, createdAt })),
  });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listAudit(eve, "workspace", { cursor });
    seen.push(...page.lines.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toHaveLength(120);
  expect(new Set(seen).size).toBe(120);
  await expect(listAudit(eve, "workspace", { cursor: "nonsense" })).rejects.toMatchObject({
    code: "invalid_field",
  });
});

test("the CSV has every entry and escapes formulas", async () => {
  const fay = await makeActor('=HYPERLINK("http://evil")');
  await note(fay, { name: "@SUM(A1)", at: "2026-03-10T12:00:00Z" });
  const pages = readWholeAudit(fay, "workspace", {});
  const bytes = new Uint8Array(await new Response(auditCsv(pages)).arrayBuffer());
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const lines = new TextDecoder().decode(bytes).split("\r\n");
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(
    /^at_utc,act,actor,actor_id,address,target_kind,target,target_id,details,/,
  );
  expect(lines[1]).toContain(
    `2026-03-10T12:00:00.000Z,member.added,"'=HYPERLINK(""http://evil"")",${fay.userId},,account,'@SUM(A1),,"{""to"":""member"",""from"":""viewer""}"`,
  );
});

test("the log has the title of a deleted thread only if others could see it", async () => {
  const gil = await makeActor("Gil");
  const prompt = "A surprise for everyone";
  const { thread } = await createTurn(gil, turnBody({ prompt }), { clock: systemClock });
  await removeThread(gil, thread.id, { clock: systemClock });
  const shown = await createTurn(gil, turnBody({ prompt: "A poster" }), { clock: systemClock });
  await db.thread.update({ where: { id: shown.thread.id }, data: { visibility: "workspace" } });
  await removeThread(gil, shown.thread.id, { clock: systemClock });
  const { lines } = await listAudit(gil, "workspace", { act: "thread.deleted" });
  expect(lines.map(({ targetId, targetName }) => ({ targetId, targetName }))).toEqual([
    { targetId: shown.thread.id, targetName: "A poster" },
    { targetId: thread.id, targetName: "" },
  ]);
});

test("no code changes or deletes an entry", () => {
  const files = ["app", "lib", "scripts"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) =>
      path.join(folder, name),
    ),
  );
  // Test helpers may reset the log.
  const excluded = /\.test\.tsx?$|generated|^scripts.testing/;
  const sources = files.filter((name) => /\.tsx?$/.test(name) && !excluded.test(name));
  expect(sources.length).toBeGreaterThan(300);
  const writes =
    /auditEntry\s*\.\s*(?:update|delete|upsert)|(?:UPDATE|DELETE FROM|TRUNCATE)\s+"AuditEntry"/;
  const offenders = sources.filter((name) => writes.test(readFileSync(name, "utf8")));
  expect(offenders).toEqual([]);
});
