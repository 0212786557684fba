import "server-only";
import type { NoticeId } from "@/lib/contracts/ids";
import { NOTICE_CHANNELS, NOTICE_TOPICS } from "@/lib/contracts/notice-choices";
import type { NoticeSettings, NoticeSettingsBody } from "@/lib/contracts/notices";
import { authorizeWorkspace } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import type { Deps } from "@/lib/server/clock";
import { db, inTransaction } from "@/lib/server/db";
import { SWITCHES, switchColumns } from "@/lib/server/domain/shares/notices";
import { publishDrafts } from "@/lib/server/events/publish";

/**
 * Marks the actor's notices in the current workspace as read, those named or all; they are not mailed any more. Ids of
 * others change nothing.
 */
export async function readNotices(
  actor: Actor,
  { ids }: { ids?: readonly NoticeId[] },
  { clock }: Deps,
): Promise<{ ok: true }> {
  const { id: workspaceId } = authorizeWorkspace(actor, "read");
  return inTransaction(async (tx) => {
    const { count } = await tx.notice.updateMany({
      where: {
        userId: actor.userId,
        workspaceId,
        isListed: true,
        seenAt: null,
        ...(ids && { id: { in: [...ids] } }),
      },
      data: { seenAt: clock.now(), isMailDue: false },
    });
    if (count > 0) {
      await publishDrafts(tx, workspaceId, [
        { audienceId: actor.userId, payload: { kind: "notices.changed" } },
      ]);
    }
    return { ok: true };
  });
}

/** Which notices the actor gets. */
export async function loadNoticeSettings({ userId }: Actor): Promise<NoticeSettings> {
  return toSettings(
    await db.user.findUniqueOrThrow({ where: { id: userId }, select: switchColumns }),
  );
}

/** Switches notices on or off; what is omitted stays. Notices that are there already stay too. */
export async function changeNoticeSettings(
  { userId }: Actor,
  change: NoticeSettingsBody,
): Promise<NoticeSettings> {
  const data: Partial<Record<keyof typeof switchColumns, boolean>> = {};
  for (const topic of NOTICE_TOPICS) {
    for (const channel of NOTICE_CHANNELS) {
      const isOn = change[topic]?.[channel];
      if (isOn !== undefined) data[SWITCHES[topic][channel]] = isOn;
    }
  }
  return toSettings(await db.user.update({ where: { id: userId }, data, select: switchColumns }));
}

function toSettings(user: Record<keyof typeof switchColumns, boolean>): NoticeSettings {
  const of = (topic: keyof NoticeSettings) => ({
    inApp: user[SWITCHES[topic].inApp],
    email: user[SWITCHES[topic].email],
  });
  return { openings: of("openings"), comments: of("comments"), picks: of("picks") };
}
