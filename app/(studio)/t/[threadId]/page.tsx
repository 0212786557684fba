import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { InWorkspace } from "@/components/shell/in-workspace";
import { toId } from "@/components/shell/address-id";
import { ThreadSkeleton } from "@/components/studio/thread/thread-skeleton";
import { ThreadView } from "@/components/studio/thread/thread-view";
import { keys } from "@/lib/client/query-keys";
import type { ThreadId, TurnId } from "@/lib/contracts/ids";
import { currentActor } from "@/lib/server/auth/actor";
import { loadThreadPage } from "@/lib/server/domain/threads/page";
import { AppError } from "@/lib/server/errors";

type Props = {
  params: Promise<{ threadId: string }>;
  searchParams: Promise<{ at?: string | string[] }>;
};

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { page } = await load((await params).threadId, oneOf((await searchParams).at));
  return { title: page.thread.title };
}

/** Loads a thread into the browser's cache; the first paint needs no script. */
export default async function Page({ params, searchParams }: Props) {
  const { page, at } = await load((await params).threadId, oneOf((await searchParams).at));
  const client = new QueryClient();
  client.setQueryData(keys.threadPage(page.thread.id, at), page);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <InWorkspace workspaceId={page.thread.workspaceId} meanwhile={<ThreadSkeleton />}>
        <ThreadView threadId={page.thread.id} served={page} />
      </InWorkspace>
    </HydrationBoundary>
  );
}

/** Shared by the title and the page. */
const load = cache(async (threadIdText: string, atText: string | undefined) => {
  const threadId = toId<ThreadId>(threadIdText);
  if (threadId === null) notFound();
  const actor = await currentActor();
  if (!actor) redirect(`/sign-in?next=${encodeURIComponent(`/t/${threadId}`)}`);
  const at = toId<TurnId>(atText);
  try {
    return { page: await loadThreadPage(actor, threadId, { at: at ?? undefined }), at };
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
});

function oneOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
