import "server-only";
import { createHmac, hkdfSync } from "node:crypto";
import Bowser from "bowser";
import type { ShareData } from "@/lib/contracts/share-view";
import { authSecret } from "@/lib/server/auth/secret";
import { addressKey, countAttempts, forgiveAttempt } from "@/lib/server/auth/throttle";
import { verifyPassword } from "@/lib/server/auth/passwords";
import type { ShareRow } from "@/lib/server/auth/share-standing";
import { unlockCookie } from "@/lib/server/auth/share-unlock";
import { admitVisitor, findShare, type Visitor } from "@/lib/server/auth/visitor";
import type { Deps } from "@/lib/server/clock";
import { db, inTransaction, type Tx } from "@/lib/server/db";
import { announceShares } from "@/lib/server/domain/shares/announce";
import { addNotice } from "@/lib/server/domain/shares/notices";
import { loadShareData } from "@/lib/server/domain/shares/share-data";
import { AppError } from "@/lib/server/errors";
import { peerOf } from "@/lib/server/request/read-peer";

const DAY_MS = 86_400_000;
const VISITS_KEPT_DAYS = 90;
const DELETED_AT_ONCE = 10_000;

/**
 * Opens a share's page: counts and logs the opening, and returns what to show. Throws as `admitVisitor` and
 * `loadShareData`.
 */
export async function openShare(
  token: string,
  headers: Headers,
  { clock }: Deps,
): Promise<{ visitor: Visitor; data: ShareData }> {
  const visitor = await admitVisitor(token, headers, { clock });
  const data = await loadShareData(visitor);
  await logVisit(visitor, headers.get("user-agent") ?? "", clock.now());
  return { visitor, data };
}

/** Only the first opening is published, and the first by someone else: its creator is waiting for that one. */
async function logVisit(
  { share, person, address }: Visitor,
  userAgent: string,
  now: Date,
): Promise<void> {
  await inTransaction(async (tx) => {
    const { openings } = await tx.share.update({
      where: { id: share.id, workspaceId: share.workspaceId },
      data: {
        openings: { increment: 1 },
        lastOpenedAt: now,
        ...(share.firstOpenedAt === null && { firstOpenedAt: now }),
      },
      select: { openings: true },
    });
    await tx.shareVisit.create({ data: describeVisit(share.id, { address, userAgent, now }) });
    const mayBeNews = !share.isOpenedByOthers && person?.userId !== share.createdById;
    const isNews = mayBeNews && (await isFirstByOthers(tx, share));
    if (isNews) await addNotice(tx, share, { kind: "opening", now });
    if (openings === 1 || isNews) {
      await announceShares(tx, share.workspaceId, isNews ? share.createdById : null);
    }
  });
}

/** True once per share. */
async function isFirstByOthers(tx: Tx, { id, workspaceId }: ShareRow): Promise<boolean> {
  const { count } = await tx.share.updateMany({
    where: { id, workspaceId, isOpenedByOthers: false },
    data: { isOpenedByOthers: true },
  });
  return count > 0;
}

/** An entry of a share's access log. */
export function describeVisit(
  shareId: string,
  { address, userAgent, now }: { address: string; userAgent: string; now: Date },
) {
  return {
    shareId,
    createdAt: now,
    addressHash: hashAddress(shareId, address),
    browser: browserOf(userAgent),
  };
}

/** Keyed and different for each share, so that it cannot be reversed by trying all addresses, nor joined. */
function hashAddress(shareId: string, address: string): string {
  const key = Buffer.from(hkdfSync("sha256", authSecret(), shareId, "pentimento share visit", 32));
  return createHmac("sha256", key).update(addressKey(address)).digest("base64url").slice(0, 16);
}

function browserOf(userAgent: string): string {
  return userAgent === "" ? "" : (Bowser.parse(userAgent).browser.name ?? "").slice(0, 40);
}

/**
 * Checks a share's password and returns the `Set-Cookie` value that unlocks it. Throws as `findShare`,
 * `not_found` for one without a password, `wrong_password`, and `too_many_attempts` per address and per share.
 */
export async function unlockShare(
  token: string,
  password: string,
  headers: Headers,
  { clock }: Deps,
): Promise<string> {
  const { share } = await findShare(token, headers, { clock });
  if (share.passwordHash === null) throw new AppError("not_found");
  const { address } = peerOf(headers);
  const attempts = [
    { limit: "share password address", key: `${share.id} ${addressKey(address)}` },
    { limit: "share password", key: share.id },
  ] as const;
  await countAttempts(attempts);
  if (!(await verifyPassword(share.passwordHash, password))) {
    throw new AppError("wrong_password");
  }
  for (const attempt of attempts) await forgiveAttempt(attempt);
  return unlockCookie(headers, share, token, clock);
}

/** Deletes visits older than 90 days; returns how many. */
export async function pruneShareVisits(now: Date): Promise<number> {
  const before = new Date(now.getTime() - VISITS_KEPT_DAYS * DAY_MS);
  return db.$executeRaw`
    DELETE FROM "ShareVisit" WHERE id IN (
      SELECT id FROM "ShareVisit" WHERE "createdAt" < ${before} ORDER BY "createdAt" LIMIT ${DELETED_AT_ONCE}::int)`;
}
