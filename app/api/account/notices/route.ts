import { changeNoticeSettings, loadNoticeSettings } from "@/lib/server/domain/notices/commands";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("account.notices", ({ ctx }) => loadNoticeSettings(ctx.actor));

export const PATCH = endpoint("account.setNotices", ({ ctx, body }) =>
  changeNoticeSettings(ctx.actor, body),
);
