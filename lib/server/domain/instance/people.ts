import "server-only";
import type { z } from "zod";
import type {
  peopleList,
  peopleQuery,
  Person,
  PersonChange,
  personCreateBody,
  personCreated,
} from "@/lib/contracts/instance";
import { authorizeInstance } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db, inTransaction } from "@/lib/server/db";
import { createAccount } from "@/lib/server/domain/accounts/create-account";
import { HAS_ACCOUNT } from "@/lib/server/domain/accounts/has-account";
import { makeResetLink } from "@/lib/server/domain/accounts/reset-link";
import { brandId } from "@/lib/server/domain/brand";
import { readPage } from "@/lib/server/domain/lists/page";
import { setInstanceOwner, setSuspended } from "@/lib/server/domain/instance/suspend";
import type { Prisma } from "@/lib/server/generated/prisma/client";
import { AppError } from "@/lib/server/errors";

const PAGE = 50;

/** All users with an account, newest first, 50 a page. Throws `not_found` for everyone but instance owners. */
export async function listPeople(
  actor: Actor,
  { query, state, cursor }: z.output<typeof peopleQuery>,
): Promise<z.output<typeof peopleList>> {
  authorizeInstance(actor);
  const conditions = [
    HAS_ACCOUNT,
    ...(query ? [matching(query)] : []),
    ...(state === undefined ? [] : [{ suspendedAt: state === "suspended" ? { not: null } : null }]),
  ];
  const { rows, nextCursor } = await readPage(
    { by: "createdAt", cursor, size: PAGE },
    ({ where, orderBy, take }) =>
      db.user.findMany({
        where: { AND: [...conditions, where] },
        orderBy,
        take,
        include: personInclude,
      }),
  );
  return { people: rows.map(toPerson), nextCursor };
}

/**
 * Suspends or restores a user, or grants or withdraws instance ownership. Throws what `setSuspended` and
 * `setInstanceOwner` throw.
 */
export async function changePerson(
  actor: Actor,
  { userId, ...change }: PersonChange & { userId: string },
): Promise<Person> {
  authorizeInstance(actor);
  if (change.isSuspended !== undefined)
    await setSuspended(actor, { userId, isSuspended: change.isSuspended });
  if (change.isInstanceOwner !== undefined) {
    // Ownership would outlive the token.
    if (actor.token !== null) throw new AppError("not_for_tokens");
    await setInstanceOwner(actor, { userId, isOwner: change.isInstanceOwner });
  }
  return readPerson(userId);
}

/**
 * Creates an account without a password, and a link to choose one. Throws `email_taken`, and `not_found` for everyone
 * but instance owners.
 */
export async function createPerson(
  actor: Actor,
  body: z.output<typeof personCreateBody>,
): Promise<z.output<typeof personCreated>> {
  authorizeInstance(actor);
  const { id, link } = await inTransaction(async (tx) => {
    const account = await createAccount(
      tx,
      { ...body, passwordHash: null, isEmailVerified: true, way: "by hand" },
      { by: actor },
    );
    return { id: account.id, link: await makeResetLink(tx, actor, account.id) };
  });
  return {
    person: await readPerson(id),
    link: { path: link.path, expiresAt: link.expiresAt.toISOString() },
  };
}

async function readPerson(userId: string): Promise<Person> {
  return toPerson(
    await db.user.findUniqueOrThrow({ where: { id: userId }, include: personInclude }),
  );
}

function matching(query: string): Prisma.UserWhereInput {
  const part = { contains: query, mode: "insensitive" as const };
  return { OR: [{ name: part }, { email: part }] };
}

const lastUse = { select: { lastUsedAt: true }, take: 1 } as const;
const personInclude = {
  memberships: {
    include: { workspace: { select: { name: true, kind: true } } },
    orderBy: { createdAt: "asc" },
  },
  sessions: { ...lastUse, orderBy: { lastUsedAt: "desc" } },
  accessTokens: {
    ...lastUse,
    where: { lastUsedAt: { not: null } },
    orderBy: { lastUsedAt: "desc" },
  },
} satisfies Prisma.UserInclude;

type Row = Prisma.UserGetPayload<{ include: typeof personInclude }>;

function toPerson(row: Row): Person {
  const uses = [row.sessions[0]?.lastUsedAt, row.accessTokens[0]?.lastUsedAt].flatMap((at) =>
    at ? [at.getTime()] : [],
  );
  return {
    id: brandId(row.id),
    name: row.name,
    email: row.email,
    isInstanceOwner: row.isInstanceOwner,
    suspendedAt: row.suspendedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: uses.length === 0 ? null : new Date(Math.max(...uses)).toISOString(),
    workspaces: row.memberships.map(({ workspaceId, role, workspace }) => ({
      id: brandId(workspaceId),
      name: workspace.name,
      kind: workspace.kind,
      role,
    })),
  };
}
