import { randomUUID } from "node:crypto";
import type { WorkspaceId } from "@/lib/contracts/ids";
import { makeToken } from "@/lib/server/auth/access-tokens";
import type { Actor } from "@/lib/server/auth/actor";
import { sessionCookie } from "@/lib/server/auth/cookie";
import { hashPassword } from "@/lib/server/auth/passwords";
import { openSession } from "@/lib/server/auth/sessions";
import { TOKEN_SCOPES, type RoleName, type TokenScopeName } from "@/lib/contracts/permissions";
import { WORKSPACE_HEADER } from "@/lib/contracts/workspace-choice";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { studioVariable } from "../testing/server";
import { makeActors } from "../testing/studio";
import { makePaintedThread } from "../testing/thread";

/**
 * Every kind of caller. Team tokens are the admin's, so that the scope decides and not the role: one per scope for the
 * team, and one with all scopes for the admin's personal workspace. The last is the instance owner's, with all scopes
 * for their personal workspace.
 */
export const CALLERS = [
  "nobody",
  "stranger",
  "intruder",
  "viewer",
  "member",
  "admin",
  "owner",
  "suspended",
  "instance",
  "token:read",
  "token:generate",
  "token:share",
  "token:admin",
  "token:elsewhere",
  "token:instance",
] as const;
export type Caller = (typeof CALLERS)[number];

export const PASSWORD = "a lamp in the third window";

/** The studio that was started for the file; handlers called in process accept any address. */
const ADDRESS = process.env[studioVariable] ?? "http://localhost:3000";
export const LOCAL = {
  host: new URL(ADDRESS).host,
  "x-pentimento-peer": "127.0.0.1",
  origin: ADDRESS,
};

/** A team with one person per role, people outside it, and the things that they have made. */
export type World = {
  team: string;
  /** By role in the team; `member` created its things. */
  people: Record<RoleName | "stranger" | "suspended" | "instance", Actor>;
  /** The stranger's team, with no other members. */
  elsewhere: string;
  /** The caller's authentication headers, with a new session each time. */
  headersOf(caller: Caller): Promise<Record<string, string>>;
};

const passwordHash = hashPassword(PASSWORD);

const TEAM = ["viewer", "member", "admin", "owner", "suspended"] as const;

const EVERYONE = [...TEAM, "stranger", "instance"] as const;

export async function makeWorld(): Promise<World> {
  const [world] = await makeWorlds(1);
  if (world === undefined) throw new Error("makeWorlds returned no world");
  return world;
}

/** Makes many worlds with as few queries as one needs: some tests use hundreds. */
export async function makeWorlds(count: number): Promise<World[]> {
  const names = Array.from({ length: count }, () => EVERYONE).flat();
  const actors = await makeActors(names, await passwordHash);
  const workspaces = await db.workspace.createManyAndReturn({
    data: Array.from({ length: count }, () => ["Team", "Elsewhere"])
      .flat()
      .map((name) => ({ name, kind: "team" as const })),
    select: { id: true },
  });
  const worlds = Array.from({ length: count }, (_, index) => {
    const [team = "", elsewhere = ""] = workspaces.slice(2 * index).map(({ id }) => id);
    const people = peopleOf(actors.slice(EVERYONE.length * index), team, elsewhere);
    return { team, elsewhere, people, tokens: tokensOf(people, team) };
  });
  await db.membership.createMany({
    data: worlds.flatMap(({ people, team, elsewhere }) => [
      ...TEAM.map((name) => ({
        userId: people[name].userId,
        workspaceId: team,
        role: people[name].role,
      })),
      { userId: people.stranger.userId, workspaceId: elsewhere, role: people.stranger.role },
    ]),
  });
  await db.user.updateMany({
    where: { id: { in: worlds.map(({ people }) => people.suspended.userId) } },
    data: { suspendedAt: new Date() },
  });
  await db.user.updateMany({
    where: { id: { in: worlds.map(({ people }) => people.instance.userId) } },
    data: { isInstanceOwner: true },
  });
  await db.accessToken.createMany({
    data: worlds.flatMap(({ tokens }) => [...tokens.values()].map(({ row }) => row)),
  });
  return worlds.map(({ team, elsewhere, people, tokens }) => ({
    team,
    elsewhere,
    people,
    async headersOf(caller): Promise<Record<string, string>> {
      const made = tokens.get(caller);
      if (made !== undefined) return { authorization: `Bearer ${made.token}` };
      if (caller === "nobody") return {};
      const person = personBehind(people, caller);
      const session = await openSession({ id: person.userId, sessionVersion: 0 }, "");
      const cookie = (await sessionCookie(new Headers(LOCAL), session)).split(";")[0] ?? "";
      // A stranger uses their own workspace; an intruder selects the team's.
      const names: Record<string, string> =
        caller === "stranger" || caller === "instance" ? {} : { [WORKSPACE_HEADER]: team };
      return { cookie, ...names };
    },
  }));
}

/** The first seven actors by name, in the order of EVERYONE. */
function peopleOf(actors: readonly Actor[], team: string, elsewhere: string): World["people"] {
  const actorOf = (name: (typeof EVERYONE)[number]) => {
    const actor = actors[EVERYONE.indexOf(name)];
    if (actor === undefined) throw new Error(`no actor was made for ${name}`);
    return actor;
  };
  return {
    viewer: withRole(actorOf("viewer"), team, "viewer"),
    member: withRole(actorOf("member"), team, "member"),
    admin: withRole(actorOf("admin"), team, "admin"),
    owner: withRole(actorOf("owner"), team, "owner"),
    suspended: withRole(actorOf("suspended"), team, "admin"),
    stranger: withRole(actorOf("stranger"), elsewhere, "owner"),
    instance: actorOf("instance"),
  };
}

function tokensOf({ admin, instance }: World["people"], team: string) {
  const tokens = new Map<Caller, ReturnType<typeof draftToken>>();
  for (const scope of TOKEN_SCOPES) tokens.set(`token:${scope}`, draftToken(admin, team, [scope]));
  const ownWorkspace = [...admin.roles.keys()].find((id) => id !== team);
  tokens.set("token:elsewhere", draftToken(admin, ownWorkspace ?? "", TOKEN_SCOPES));
  tokens.set("token:instance", draftToken(instance, instance.workspaceId, TOKEN_SCOPES));
  return tokens;
}

export function personBehind(people: World["people"], caller: Caller): Actor {
  if (caller === "intruder") return people.stranger;
  if (caller === "token:instance") return people.instance;
  if (caller.startsWith("token:") || caller === "nobody") return people.admin;
  return people[caller as keyof World["people"]];
}

function withRole(actor: Actor, workspace: string, role: RoleName): Actor {
  const workspaceId = brandId<WorkspaceId>(workspace);
  return { ...actor, workspaceId, role, roles: new Map([...actor.roles, [workspaceId, role]]) };
}

function draftToken({ userId }: Actor, workspaceId: string, scopes: readonly TokenScopeName[]) {
  const { token, tokenHash, ending } = makeToken();
  const row = { userId, workspaceId, name: "t", tokenHash, ending, scopes: [...scopes] };
  return { token, row };
}

export async function makeTokenOf(
  person: Actor,
  workspaceId: string,
  scopes: readonly TokenScopeName[],
): Promise<{ id: string; token: string }> {
  const { token, row } = draftToken(person, workspaceId, scopes);
  const { id } = await db.accessToken.create({ data: row, select: { id: true } });
  return { id, token };
}

/** Which thing a call names: the team's; another workspace's; a deleted one; one that never existed. */
export const TARGETS = ["own", "foreign", "deleted", "missing"] as const;
export type Target = (typeof TARGETS)[number];

/** A thread with a turn, its generation and its image; `target` decides whose it is, and whether it exists. */
export async function makeThings(world: World, target: Target) {
  if (target === "missing") {
    const id = () => randomUUID();
    return { threadId: id(), turnId: id(), generationId: id(), imageId: id() };
  }
  const createdBy = target === "foreign" ? world.people.stranger : world.people.member;
  const made = await makePaintedThread(createdBy, { visibility: "workspace" });
  if (target === "deleted") {
    await db.thread.update({ where: { id: made.thread.id }, data: { deletedAt: new Date() } });
    await db.image.update({ where: { id: made.image.id }, data: { deletedAt: new Date() } });
  }
  return {
    threadId: made.thread.id,
    turnId: made.turn.id,
    generationId: made.generation.id,
    imageId: made.image.id,
  };
}

/**
 * A hash over everything that a refused request could have changed, except when a user was last seen. Tests make tens
 * of thousands of rows and call this hundreds of times, so rows are hashed as they are and sums need no order.
 */
export async function digest(): Promise<string> {
  const tables = [
    ...["User", "Workspace", "Membership", "Thread", "Turn", "Reference", "Generation", "Image"],
    ...["Invite", "UpstreamKey", "UpstreamFindings", "AuditEntry", "Event", "OneTimeLink"],
    ...["Login", "UpstreamLimit", "Favourite", "Tag", "ImageTag", "Collection", "CollectionImage"],
    ...["BulkAct", "Download", "Import", "ImportFile", "Share", "ShareVisit"],
    ...["ShareComment", "SharePick", "ShareVerdict", "Notice"],
  ];
  const sources = [
    ...tables.map((table) => `"${table}"`),
    `(SELECT to_jsonb(a) - 'lastUsedAt' FROM "AccessToken" a)`,
    // Callers open new sessions all the time; a refused call must not end one.
    `(SELECT id FROM "Session" WHERE "endedAt" IS NOT NULL)`,
  ];
  const sums = sources.map(
    (source) => `(SELECT concat(count(*), ':', sum(hash_record_extended(t, 0))) FROM ${source} t)`,
  );
  const [row] = await db.$queryRawUnsafe<{ sum: string }[]>(
    `SELECT concat_ws(' ', ${sums.join(", ")}) AS sum`,
  );
  return row?.sum ?? "";
}
