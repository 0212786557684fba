import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { db, type Tx } from "@/lib/server/db";
import { AppError } from "@/lib/server/errors";
import type { LinkKind } from "@/lib/server/generated/prisma/client";

/** How long a link of each kind works. */
export const LINK_MINUTES = {
  sign_in: 15,
  reset_password: 60,
  confirm_email: 24 * 60,
} as const satisfies Record<LinkKind, number>;

const TOKEN = /^[\w-]{43}$/;

/** Whom a link is for: `userId` null where there is no account yet. */
export type LinkOwner = { userId: string | null; email: string };

/**
 * Makes a link's token: 256 random bits, of which only the SHA-256 is kept. It belongs behind the `#` of an address,
 * where no log, proxy or `Referer` sees it. Older ones go on working until one of them is used.
 */
export async function makeLink(
  tx: Tx,
  kind: LinkKind,
  owner: LinkOwner,
): Promise<{ token: string; expiresAt: Date }> {
  const token = randomBytes(32).toString("base64url");
  const minutes = LINK_MINUTES[kind];
  const rows: { expiresAt: Date }[] = await tx.$queryRaw`
    INSERT INTO "OneTimeLink" (id, kind, "tokenHash", "userId", email, "expiresAt")
    VALUES (gen_random_uuid(), ${kind}::"LinkKind", ${hashOf(token)}, ${owner.userId}::uuid, ${owner.email},
            now() + make_interval(mins => ${minutes}::int))
    RETURNING "expiresAt"`;
  const [row] = rows;
  if (row === undefined) throw new Error("a link was not stored");
  return { token, expiresAt: row.expiresAt };
}

/**
 * Uses a link up: the first caller has it, every later one gets `link_invalid`, as one that has run out, was never made,
 * or is of another kind. With it go all others of the same kind and person. Call it in the transaction of what it is for:
 * where that fails, the link is as good as before.
 */
export async function consumeLink(tx: Tx, kind: LinkKind, token: string): Promise<LinkOwner> {
  if (!TOKEN.test(token)) throw new AppError("link_invalid");
  const rows: LinkOwner[] = await tx.$queryRaw`
    UPDATE "OneTimeLink" SET "usedAt" = now()
    WHERE "tokenHash" = ${hashOf(token)} AND kind = ${kind}::"LinkKind"
      AND "usedAt" IS NULL AND "expiresAt" > now()
    RETURNING "userId", email`;
  const [owner] = rows;
  if (owner === undefined) throw new AppError("link_invalid");
  await voidLinks(tx, kind, owner);
  return owner;
}

/** Whom a link that still works is for, without using it; `link_invalid` as above. */
export async function findLink(kind: LinkKind, token: string): Promise<LinkOwner> {
  const link = TOKEN.test(token)
    ? await db.oneTimeLink.findFirst({
        where: { tokenHash: hashOf(token), kind, usedAt: null, expiresAt: { gt: new Date() } },
        select: { userId: true, email: true },
      })
    : null;
  if (link === null) throw new AppError("link_invalid");
  return link;
}

/** Makes every link of a kind worthless that a person has: where what they were for has happened otherwise. */
export async function voidLinks(tx: Tx, kind: LinkKind, owner: LinkOwner): Promise<void> {
  await tx.$executeRaw`
    UPDATE "OneTimeLink" SET "usedAt" = now()
    WHERE kind = ${kind}::"LinkKind" AND "usedAt" IS NULL
      AND (("userId" IS NULL AND email = ${owner.email}) OR "userId" = ${owner.userId}::uuid)`;
}

/** Forgets links that have been worthless for a day; gives how many. */
export function pruneLinks(): Promise<number> {
  return db.$executeRaw`DELETE FROM "OneTimeLink" WHERE "expiresAt" < now() - interval '1 day'`;
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
