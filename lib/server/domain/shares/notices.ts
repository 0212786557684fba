import "server-only";
import type { NoticeTopic } from "@/lib/contracts/notice-choices";
import { db, type Tx } from "@/lib/server/db";
import type { NoticeKind, Verdict } from "@/lib/server/generated/prisma/client";
import { isMailConfigured } from "@/lib/server/mail/transport";

/** The switch that a kind of notice obeys. */
export const TOPIC_OF = {
  opening: "openings",
  comment: "comments",
  picks: "picks",
  verdict: "comments",
} as const satisfies Record<NoticeKind, NoticeTopic>;

export const switchColumns = {
  noticesOpenings: true,
  noticesComments: true,
  noticesPicks: true,
  mailsOpenings: true,
  mailsComments: true,
  mailsPicks: true,
} as const;

/** The columns of a topic's switches. */
export const SWITCHES = {
  openings: { inApp: "noticesOpenings", email: "mailsOpenings" },
  comments: { inApp: "noticesComments", email: "mailsComments" },
  picks: { inApp: "noticesPicks", email: "mailsPicks" },
} as const satisfies Record<NoticeTopic, Record<string, keyof typeof switchColumns>>;

type OfShare = { id: string; workspaceId: string; createdById: string };

type Author = { key: string; userId: string | null; name: string };

type Act = { now: Date } & (
  | { kind: "opening" }
  | { kind: "comment"; by: Author; commentId: string; imageId: string }
  | { kind: "picks"; by: Author; imageId: string; count: number }
  | { kind: "verdict"; by: Author; verdict: Verdict }
);

/**
 * Tells the creator of a share what someone did, where their switches want that; their own acts tell them nothing.
 * Picks and verdicts of one visitor renew one notice, which is unread again. The caller publishes `notices.changed`.
 */
export async function addNotice(tx: Tx, share: OfShare, act: Act): Promise<void> {
  const { kind } = act;
  const by = "by" in act ? act.by : null;
  if (by?.userId === share.createdById) return;
  const user = await tx.user.findUniqueOrThrow({
    where: { id: share.createdById },
    select: switchColumns,
  });
  const { inApp, email } = SWITCHES[TOPIC_OF[kind]];
  const isListed = user[inApp];
  const isMailDue = user[email] && isMailConfigured();
  if (!isListed && !isMailDue) return;
  const subject = subjectOf(act);
  const news = {
    authorId: by?.userId ?? null,
    authorName: by?.name ?? "",
    imageId: "imageId" in act ? act.imageId : null,
    verdict: act.kind === "verdict" ? act.verdict : null,
    count: act.kind === "picks" ? act.count : 1,
    createdAt: act.now,
    ...(isMailDue && { isMailDue }),
    ...(isListed && { isListed, seenAt: null }),
  };
  await tx.notice.upsert({
    where: { shareId_subject: { shareId: share.id, subject } },
    create: {
      ...news,
      kind,
      subject,
      shareId: share.id,
      workspaceId: share.workspaceId,
      userId: share.createdById,
      commentId: act.kind === "comment" ? act.commentId : null,
      isListed,
      isMailDue,
    },
    update: news,
    select: { id: true },
  });
}

/** Lowers the number of a visitor's notice of picks, or deletes the notice when no pick is left. */
export async function lowerPicks(
  tx: Tx,
  shareId: string,
  authorKey: string,
  count: number,
): Promise<void> {
  const where = { shareId, subject: `picks ${authorKey}` };
  if (count === 0) await tx.notice.deleteMany({ where });
  else await tx.notice.updateMany({ where, data: { count } });
}

function subjectOf(act: Act): string {
  if (act.kind === "opening") return "opening";
  return act.kind === "comment" ? `comment ${act.commentId}` : `${act.kind} ${act.by.key}`;
}

const DAY_MS = 86_400_000;
const NOTICES_KEPT_DAYS = 90;
const DELETED_AT_ONCE = 10_000;

/** Deletes notices older than 90 days; returns how many. */
export async function pruneNotices(now: Date): Promise<number> {
  const before = new Date(now.getTime() - NOTICES_KEPT_DAYS * DAY_MS);
  return db.$executeRaw`
    DELETE FROM "Notice" WHERE id IN (
      SELECT id FROM "Notice" WHERE "createdAt" < ${before} ORDER BY "createdAt" LIMIT ${DELETED_AT_ONCE}::int)`;
}
