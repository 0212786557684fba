"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useFormatter, useLocale, useNow, useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { ThreadRow } from "@/components/shell/thread-row";
import { useReaderZone } from "@/components/shell/use-reader-zone";
import { threadsQuery } from "@/lib/client/queries";
import type { ThreadView } from "@/lib/client/query-keys";
import type { ThreadSummary } from "@/lib/contracts/threads";
import { type DayGroup, groupByDay } from "@/lib/utils/group-by-day";

type Props = { view: ThreadView; query: string };

const MINUTE_MS = 60_000;

/** Threads grouped by day, pinned ones first; loads the next page near the end of the list. */
export function ThreadNav({ view, query }: Props) {
  const t = useTranslations("shell");
  const list = useInfiniteQuery({ ...threadsQuery(view, query), placeholderData: (old) => old });
  const threads = list.data?.pages.flatMap((page) => page.threads) ?? [];
  const now = useNow({ updateInterval: MINUTE_MS });
  const zone = useReaderZone();
  const pinned = threads.filter((thread) => thread.isPinned);
  const groups = groupByDay(
    threads.filter((thread) => !thread.isPinned),
    (thread) => thread.lastActivityAt,
    now,
    zone,
  );

  if (list.isError) return <Note>{t("list.failed")}</Note>;
  if (list.isPending) return <Skeleton label={t("list.loading")} />;
  if (threads.length === 0) {
    return <Note>{t(query ? "list.noMatch" : `list.empty.${view}`)}</Note>;
  }
  return (
    <nav aria-label={t("threads")}>
      {pinned.length > 0 && <Group title={t("days.pinned")} threads={pinned} />}
      {groups.map((group) => (
        <Group key={group.key} title={<DayName label={group.label} />} threads={group.items} />
      ))}
      {list.hasNextPage && <MoreMark onReach={() => void list.fetchNextPage()} />}
    </nav>
  );
}

function Group({ title, threads }: { title: React.ReactNode; threads: ThreadSummary[] }) {
  return (
    <section>
      <h2 className="px-2 pt-4 pb-1.5 text-[12px] leading-4 font-normal text-muted">{title}</h2>
      <ul>
        {threads.map((thread) => (
          <ThreadRow key={thread.id} thread={thread} />
        ))}
      </ul>
    </section>
  );
}

function DayName({ label }: { label: DayGroup<unknown>["label"] }) {
  const t = useTranslations("shell.days");
  const format = useFormatter();
  const locale = useLocale();
  const zone = useReaderZone();
  if (label.kind !== "month") return t(label.kind);
  return format.dateTime(label.at, {
    month: "long",
    year: label.isThisYear ? undefined : "numeric",
    timeZone: zone,
    ...(locale === "zh" ? { calendar: "gregory" } : {}),
  });
}

function Note({ children }: { children: React.ReactNode }) {
  return <p className="px-2 pt-4 text-[13px] text-muted">{children}</p>;
}

function Skeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="pt-6">
      {[140, 110, 150, 90].map((width) => (
        <div key={width} className="flex h-[46px] items-center gap-2.5 px-2">
          <span className="skeleton size-[34px] rounded-print" />
          <span className="skeleton h-3" style={{ width }} />
        </div>
      ))}
    </div>
  );
}

/** Loads the next page when it scrolls near the viewport. */
function MoreMark({ onReach }: { onReach: () => void }) {
  const mark = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!mark.current) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) onReach();
      },
      { rootMargin: "400px" },
    );
    observer.observe(mark.current);
    return () => observer.disconnect();
  }, [onReach]);
  return <div ref={mark} className="h-px" />;
}
