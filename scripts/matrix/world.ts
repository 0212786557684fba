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
 * Everybody who may sendRequest. Tokens are the admin's, so that it is the scope that decides and not the role: of each scope for
 * the team, and of all for their own workspace. The last is the instance owner's, of all scopes for their own workspace too.
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

/** The studio that was started for the file; where handlers are called without one, any address will do. */
const ADDRESS = process.env[studioVariable] ?? "http://localhost:3000";
export const LOCAL = {
  host: new URL(ADDRESS).host,
  "x-pentimento-peer": "127.0.0.1",
  origin: ADDRESS,
};

/** A team with one person of each role, people who are not of it, and what they have made. */
export type World = {
  team: string;
  /** By role in the team; `member` made what is in it. */
  people: Record<RoleName | "stranger" | "suspended" | "instance", Actor>;
  /** The stranger's team, of which nobody else is. */
  elsewhere: string;
  /** Headers that make a request somebody's, with a session of their own each time. */
  headersOf(caller: Caller): Promise<Record<string, string>>;
};

const passwordHash = hashPassword(PASSWORD);

const TEAM = ["viewer", "member", "admin", "owner", "suspended"] as const;

const EVERYONE = [...TEAM, "stranger", "instance"] as const;

export async function makeWorld(): Promise<World> {
  const [world] = await makeWorlds(1);
  if (world === undefined) throw new Error("one was asked for");
  return world;
}

/** Some tests need hundreds of worlds, so that many are made at once, in as many queries as one takes. */
export async function makeWorlds(count: number): Promise<World[]> {
  const names = Array.from({ length: count }, () => EVERYONE).flat();
  const actors = await makeActors(names, await passwordHash);
  const places = await db.workspace.createManyAndReturn({
    data: Array.from({ length: count }, () => ["Team", "Elsewhere"])
      .flat()
      .map((name) => ({ name, kind: "team" as const })),
    select: { id: true },
  });
  const worlds = Array.from({ length: count }, (_, index) => {
    const [team = "", elsewhere = ""] = places.slice(2 * index).map(({ id }) => id);
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
      // A stranger stands at home; an intruder is one who names the team's workspace.
      const names: Record<string, string> =
        caller === "stranger" || caller === "instance" ? {} : { [WORKSPACE_HEADER]: team };
      return { cookie, ...names };
    },
  }));
}

/** Who the next seven are, in the order in which they were made. */
function peopleOf(actors: readonly Actor[], team: string, elsewhere: string): World["people"] {
  const actorOf = (name: (typeof EVERYONE)[number]) => {
    const actor = actors[EVERYONE.indexOf(name)];
    if (actor === undefined) throw new Error(`nobody was made for ${name}`);
    return actor;
  };
  return {
    viewer: standingIn(actorOf("viewer"), team, "viewer"),
    member: standingIn(actorOf("member"), team, "member"),
    admin: standingIn(actorOf("admin"), team, "admin"),
    owner: standingIn(actorOf("owner"), team, "owner"),
    suspended: standingIn(actorOf("suspended"), team, "admin"),
    stranger: standingIn(actorOf("stranger"), elsewhere, "owner"),
    instance: actorOf("instance"),
  };
}

function tokensOf({ admin, instance }: World["people"], team: string) {
  const tokens = new Map<Caller, ReturnType<typeof draftToken>>();
  for (const scope of TOKEN_SCOPES) tokens.set(`token:${scope}`, draftToken(admin, team, [scope]));
  const ownPlace = [...admin.roles.keys()].find((id) => id !== team);
  tokens.set("token:elsewhere", draftToken(admin, ownPlace ?? "", TOKEN_SCOPES));
  tokens.set("token:instance", draftToken(instance, instance.workspaceId, TOKEN_SCOPES));
  return tokens;
}

export function personBehind(people: World["people"], caller: Caller): Actor {
  if (caller === "intruder") return people.stranger;
  if (caller === "token:instance") return people.instance;
  if (caller.startsWith("token:") || caller === "nobody") return people.admin;
  return people[caller as keyof World["people"]];
}

function standingIn(actor: Actor, workspace: string, role: RoleName): Actor {
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

/** Whose thing is named: the team's, of which the caller may be; another workspace's; one that is gone; none at all. */
export const PLACES = ["own", "foreign", "deleted", "missing"] as const;
export type Place = (typeof PLACES)[number];

/** One thread with a turn, its generation and its picture: `place` says whose, or whether it is there at all. */
export async function makeThings(world: World, place: Place) {
  if (place === "missing") {
    const id = () => randomUUID();
    return { threadId: id(), turnId: id(), generationId: id(), imageId: id() };
  }
  const createdBy = place === "foreign" ? world.people.stranger : world.people.member;
  const made = await makePaintedThread(createdBy, { visibility: "workspace" });
  if (place === "deleted") {
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
 * Everything that a refused request might have changed, as one number; when somebody was last seen does not count. Tests make
 * tens of thousands of rows and look hundreds of times, so rows are hashed as they are and sums need no order.
 */
export async function digest(): Promise<string> {
  const tables = [
    ...["User", "Workspace", "Membership", "Thread", "Turn", "Reference", "Generation", "Image"],
    ...["Invite", "UpstreamKey", "UpstreamFindings", "AuditEntry", "Event", "OneTimeLink"],
    ...["Login", "UpstreamLimit"],
  ];
  const sources = [
    ...tables.map((table) => `"${table}"`),
    `(SELECT to_jsonb(a) - 'lastUsedAt' FROM "AccessToken" a)`,
    // Callers come in with new ones all the time; what none of them may do is end one.
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
