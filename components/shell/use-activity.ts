"use client";

import { type QueryClient, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useState } from "react";
import { useOpenThread } from "@/components/shell/use-open-thread";
import { isEnded, isNotifyOn, notify, showActivity } from "@/lib/client/activity";
import { threadsQuery } from "@/lib/client/queries";
import { keys } from "@/lib/client/query-keys";
import { findThread } from "@/lib/client/thread-lists";
import type { EventPayload } from "@/lib/contracts/events";
import type { GenerationView } from "@/lib/contracts/generations";
import type { UserId } from "@/lib/contracts/ids";
import type { ThreadPage } from "@/lib/contracts/threads";

/** Marks the tab title while generations run and when they finish, and sends desktop notifications where enabled. */
export function useActivity(me: UserId): (payload: EventPayload) => void {
  const client = useQueryClient();
  const { open } = useOpenThread();
  const t = useTranslations("shell.activity");
  const underWay = useUnderWay();
  const [unseen, setUnseen] = useState(0);

  useEffect(() => showActivity({ underWay, unseen }), [underWay, unseen]);

  useEffect(() => {
    const onVisible = () => {
      if (!document.hidden) setUnseen(0);
    };
    document.addEventListener("visibilitychange", onVisible);
    return () => document.removeEventListener("visibilitychange", onVisible);
  }, []);

  return useCallback(
    (payload: EventPayload) => {
      if (payload.kind !== "generation.changed" || !document.hidden) return;
      const { generation } = payload;
      if (!isEnded(generation.state) || isSomeoneElses(client, generation, me)) return;
      if (generation.state === "succeeded") setUnseen((count) => count + 1);
      if (generation.state === "cancelled" || !isNotifyOn()) return;
      const title = payload.thread?.title ?? findThread(client, generation.threadId)?.title ?? "";
      const body = generation.state === "succeeded" ? t("done") : t("notDone");
      notify(title, body, generation.id, () => open(generation.threadId));
    },
    [client, me, open, t],
  );
}

function useUnderWay(): number {
  const { data } = useInfiniteQuery({
    ...threadsQuery(),
    select: ({ pages }) =>
      pages.flatMap((page) => page.threads).reduce((sum, thread) => sum + thread.underWay, 0),
  });
  return data ?? 0;
}

/** A generation does not name its creator. Its turn does, if cached; otherwise fall back to the thread's creator. */
function isSomeoneElses(client: QueryClient, generation: GenerationView, me: UserId): boolean {
  const pages = client.getQueriesData<ThreadPage>({
    queryKey: keys.threadPages(generation.threadId),
  });
  const turn = pages
    .flatMap(([, page]) => page?.path ?? [])
    .find(({ id }) => id === generation.turnId);
  const createdBy = turn?.createdBy ?? findThread(client, generation.threadId)?.createdBy;
  return createdBy !== undefined && createdBy.id !== me;
}
