import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { db, type Tx } from "@/lib/server/db";
import { AppError } from "@/lib/server/errors";
import type { LinkKind } from "@/lib/server/generated/prisma/client";

/** How long a link of each kind is valid. */
export const LINK_MINUTES = {
  sign_in: 15,
  reset_password: 60,
  confirm_email: 24 * 60,
} as const satisfies Record<LinkKind, number>;

const TOKEN = /^[\w-]{43}$/;

/** The recipient of a link: `userId` is null where there is no account yet. */
export type LinkOwner = { userId: string | null; email: string };

/**
 * Creates a link's token: 256 random bits, of which only the SHA-256 is stored. Put it behind the `#` of an address,
 * where no log, proxy or `Referer` sees it. Older links stay valid until one of them is used.
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
 * Uses a link once, and voids all other links of the same kind and recipient. Call it in the transaction that does what
 * the link is for: if that fails, the link stays valid.
 * @throws AppError `link_invalid` for a used, expired or unknown link, or one of another kind
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

/**
 * The recipient of a valid link, without using it.
 * @throws AppError `link_invalid`, as `consumeLink` does
 */
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

/** Invalidates all links of a kind that a recipient has, because they are no longer needed. */
export async function voidLinks(tx: Tx, kind: LinkKind, owner: LinkOwner): Promise<void> {
  await tx.$executeRaw`
    UPDATE "OneTimeLink" SET "usedAt" = now()
    WHERE kind = ${kind}::"LinkKind" AND "usedAt" IS NULL
      AND (("userId" IS NULL AND email = ${owner.email}) OR "userId" = ${owner.userId}::uuid)`;
}

/** Deletes links that expired more than a day ago; returns how many. */
export function pruneLinks(): Promise<number> {
  return db.$executeRaw`DELETE FROM "OneTimeLink" WHERE "expiresAt" < now() - interval '1 day'`;
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
