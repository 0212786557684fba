"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { ReviewDialog } from "@/components/settings/links/review-dialog";
import { VisitsDialog } from "@/components/settings/links/visits-dialog";
import { ListRest } from "@/components/settings/list-rest";
import { NoticeRow } from "@/components/settings/notices/notice-row";
import { useReadNotices } from "@/components/settings/notices/use-read-notices";
import { SettingsPage } from "@/components/settings/settings-page";
import { Button } from "@/components/ui/button";
import { HoverLink } from "@/components/ui/hover-link";
import { noticesQuery, unreadQuery } from "@/lib/client/notice-queries";
import type { NoticeView } from "@/lib/contracts/notices";

function profileLink(words: ReactNode) {
  return (
    <HoverLink href="/settings/profile#profile-notices" className="underline">
      {words}
    </HoverLink>
  );
}

/** What others did with your links; each opens what it tells of. */
export function NoticesPage() {
  const t = useTranslations("shares.notices");
  const list = useInfiniteQuery(noticesQuery());
  const { data: count } = useQuery(unreadQuery());
  const read = useReadNotices();
  const [opened, setOpened] = useState<NoticeView | null>(null);
  const notices = list.data?.pages.flatMap((page) => page.notices) ?? [];
  const open = (notice: NoticeView) => {
    setOpened(notice);
    if (!notice.isRead) read.mutate([notice.id]);
  };
  const close = () => setOpened(null);
  return (
    <SettingsPage
      title={t("title")}
      lead={t.rich("lead", { profile: profileLink })}
      actions={
        count !== undefined &&
        count.unread > 0 && (
          <Button disabled={read.isPending} onClick={() => read.mutate(null)}>
            {t("readAll")}
          </Button>
        )
      }
    >
      <div aria-busy={list.isPending}>
        {notices.length > 0 && (
          <ul aria-label={t("title")} className="border-t border-line">
            {notices.map((notice) => (
              <NoticeRow key={notice.id} notice={notice} onOpen={() => open(notice)} />
            ))}
          </ul>
        )}
        <ListRest list={list} isEmpty={notices.length === 0} empty={t("empty")} />
      </div>
      {opened?.kind === "opening" && <VisitsDialog share={opened.share} onClose={close} />}
      {opened !== null && opened.kind !== "opening" && (
        <ReviewDialog share={opened.share} commentId={opened.comment?.id} onClose={close} />
      )}
    </SettingsPage>
  );
}
