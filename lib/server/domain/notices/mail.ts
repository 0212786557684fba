import "server-only";
import type { UserId } from "@/lib/contracts/ids";
import { roleOfCreator, standingInclude } from "@/lib/server/auth/share-standing";
import { db } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import { studioAddress } from "@/lib/server/domain/accounts/request-links";
import { SWITCHES, switchColumns, TOPIC_OF } from "@/lib/server/domain/shares/notices";
import { readSubjects } from "@/lib/server/domain/shares/subjects";
import type { Prisma } from "@/lib/server/generated/prisma/client";
import { errorFields, log } from "@/lib/server/log";
import type { NoticeLine } from "@/lib/server/mail/notice-lines";
import { sendMail } from "@/lib/server/mail/send";
import { isMailConfigured } from "@/lib/server/mail/transport";

const MINUTE_MS = 60_000;
/** A notice waits this long for others that go with it. */
const GATHER_MS = 5 * MINUTE_MS;
/** Between two mails to one person. */
const APART_MS = 15 * MINUTE_MS;
/** What could not be mailed for so long is no news any more; it stays in the app. */
const GIVEN_UP_MS = 24 * 60 * MINUTE_MS;
const PEOPLE_AT_ONCE = 200;
const NOTICES_AT_ONCE = 500;

const include = {
  share: { include: standingInclude },
  comment: { select: { isHeld: true } },
} as const satisfies Prisma.NoticeInclude;

type DueNotice = Prisma.NoticeGetPayload<{ include: typeof include }>;

/**
 * Mails notices that wait: one mail per person with all of theirs, at most one in 15 minutes. A notice is due until its
 * mail was accepted, so a crash or a failure sends it with the next mail. Safe to run concurrently with itself. Returns
 * how many mails were sent.
 */
export async function mailNotices(now: Date, stopping: AbortSignal): Promise<number> {
  if (!isMailConfigured()) return 0;
  const before = (ms: number) => new Date(now.getTime() - ms);
  await db.notice.updateMany({
    where: { isMailDue: true, createdAt: { lt: before(GIVEN_UP_MS) } },
    data: { isMailDue: false },
  });
  const people = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT u.id::text FROM "Notice" n JOIN "User" u ON u.id = n."userId"
    WHERE n."isMailDue" AND n."createdAt" <= ${before(GATHER_MS)} AND u."suspendedAt" IS NULL
      AND (u."noticesMailedAt" IS NULL OR u."noticesMailedAt" <= ${before(APART_MS)})
    ORDER BY 1 LIMIT ${PEOPLE_AT_ONCE}::int`;
  let sent = 0;
  for (const { id } of people) {
    if (stopping.aborted) break;
    const claimed = await db.user.updateMany({
      where: {
        id,
        suspendedAt: null,
        OR: [{ noticesMailedAt: null }, { noticesMailedAt: { lte: before(APART_MS) } }],
      },
      data: { noticesMailedAt: now },
    });
    if (claimed.count === 0) continue;
    try {
      if (await mailPerson(id, now)) sent += 1;
    } catch (error) {
      log.warn({ ...errorFields(error), event: "mail.failed" }, "notices could not be mailed");
    }
  }
  return sent;
}

/** False if nothing is left to tell: the switches are off, or the person left the workspaces. */
async function mailPerson(userId: string, now: Date): Promise<boolean> {
  const user = await db.user.findUniqueOrThrow({
    where: { id: userId },
    select: { ...switchColumns, email: true, language: true },
  });
  const due = await db.notice.findMany({
    where: { userId, isMailDue: true, createdAt: { lte: now } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: NOTICES_AT_ONCE,
    include,
  });
  const mailed = due.filter(
    ({ kind, share }) => user[SWITCHES[TOPIC_OF[kind]].email] && roleOfCreator(share) !== null,
  );
  if (mailed.length > 0) {
    const lines = await toLines(brandId(userId), mailed);
    const to = { address: user.email, language: user.language };
    const address = studioAddress();
    await sendMail("notices", to, {
      url: `${address}/settings/notices`,
      switches: `${address}/settings/profile#profile-notices`,
      count: mailed.length,
      lines,
    });
  }
  // One that was renewed meanwhile is due again.
  await db.notice.updateMany({
    where: { userId, id: { in: due.map(({ id }) => id) }, createdAt: { lte: now } },
    data: { isMailDue: false },
  });
  return mailed.length > 0;
}

/** One line per notice; the comments of one person on one link are one line. */
async function toLines(userId: UserId, rows: readonly DueNotice[]): Promise<NoticeLine[]> {
  const shares = new Map(rows.map(({ share }) => [share.id, share]));
  const subjects = await readSubjects({ userId }, [...shares.values()], db);
  const lines = new Map<string, NoticeLine>();
  for (const row of rows) {
    const { id, kind, shareId, authorId, authorName } = row;
    const isHeld = row.comment?.isHeld ?? false;
    const key = kind === "comment" ? `${shareId} ${isHeld} ${authorId} ${authorName}` : id;
    const known = lines.get(key);
    if (known !== undefined) known.count += 1;
    else {
      lines.set(key, {
        kind: kind === "verdict" ? (row.verdict ?? "approved") : isHeld ? "held" : kind,
        title: subjects.get(shareId)?.title ?? null,
        name: authorName,
        isGuest: authorId === null,
        count: row.count,
      });
    }
  }
  return [...lines.values()];
}
