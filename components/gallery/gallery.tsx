"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { GalleryHeader, Views } from "@/components/gallery/gallery-header";
import { WallProblem, WallSkeleton } from "@/components/gallery/notices";
import { SearchField } from "@/components/gallery/search-field";
import { useGalleryAddress } from "@/components/gallery/use-gallery-address";
import { WallRoom } from "@/components/gallery/wall-room";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import { scopeKey, wallOf } from "@/lib/client/wall/walls";

/** All pictures of the workspace, found and taken care of. */
export function Gallery() {
  const { view, query, sort } = useGalleryAddress();
  const wall = useMemo(() => wallOf({ view, query, sort }), [view, query, sort]);
  const state = useSyncExternalStore(wall.subscribe, wall.getState, wall.getState);
  useEffect(() => {
    if (wall.getState().status === "loading") void wall.reload();
  }, [wall]);
  const total = useQuery({
    queryKey: keys.imageTotal(view),
    queryFn: async ({ signal }) => {
      const { months } = await call("images.months", { signal, query: { view } });
      return months.reduce((sum, { count }) => sum + count, 0);
    },
    enabled: query !== "",
  });
  const isReady = state.status === "ready";
  return (
    <div className="flex h-dvh min-w-0 flex-col">
      <GalleryHeader
        shown={isReady ? state.total : null}
        total={query === "" ? null : (total.data ?? null)}
      />
      <div className="shrink-0 px-4 pb-1 sm:pt-3 sm:pr-[72px] sm:pl-6">
        <SearchField />
      </div>
      <Views className="px-3 pt-1 sm:px-6 lg:hidden" />
      <div className="relative min-h-0 flex-1">
        {state.status === "failed" && (
          <WallProblem error={state.error} onRetry={() => void wall.reload()} />
        )}
        {state.status === "loading" && <WallSkeleton />}
        {isReady && <WallRoom key={scopeKey(wall.scope)} wall={wall} state={state} />}
      </div>
    </div>
  );
}
