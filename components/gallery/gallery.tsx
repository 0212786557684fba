"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { CollectionGone, CollectionHead } from "@/components/gallery/collections/collection-head";
import { CollectionsPage } from "@/components/gallery/collections/collections-page";
import { useCollectionSharing } from "@/components/gallery/collections/use-collection-sharing";
import { useCollection } from "@/components/gallery/collections/use-collections";
import { GalleryHeader, Views } from "@/components/gallery/gallery-header";
import { WallProblem, WallSkeleton } from "@/components/gallery/notices";
import { ImportDrop } from "@/components/gallery/import/import-drop";
import { SearchField } from "@/components/gallery/search/search-field";
import { useGalleryAddress } from "@/components/gallery/use-gallery-address";
import { useStackKind } from "@/components/gallery/use-stacks";
import { useSelection } from "@/components/gallery/selection/use-selection";
import { WallRoom } from "@/components/gallery/wall-room";
import { call } from "@/lib/client/call";
import { collectionsQuery } from "@/lib/client/collection-queries";
import { keys } from "@/lib/client/query-keys";
import { scopeKey, wallOf } from "@/lib/client/wall/walls";

/** All pictures of the workspace, found and taken care of. */
export function Gallery() {
  const { areCollections } = useGalleryAddress();
  return (
    <>
      {areCollections ? <ListOfCollections /> : <WallPage />}
      <ImportDrop />
    </>
  );
}

function ListOfCollections() {
  const { data } = useQuery(collectionsQuery());
  return (
    <div className="flex h-dvh min-w-0 flex-col">
      <GalleryHeader
        shown={data?.collections.length ?? null}
        total={null}
        tiles={null}
        selecting={null}
      />
      <Views className="px-3 pt-1 sm:px-6 lg:hidden" />
      <div className="relative min-h-0 flex-1">
        <CollectionsPage />
      </div>
    </div>
  );
}

/** A view, a search or a collection as a wall. */
function WallPage() {
  const { view, query, sort, collectionId } = useGalleryAddress();
  const stacks = useStackKind({ view, sort });
  const wall = useMemo(
    () => wallOf({ view, query, sort, collectionId, stacks }),
    [view, query, sort, collectionId, stacks],
  );
  const state = useSyncExternalStore(wall.subscribe, wall.getState, wall.getState);
  useEffect(() => {
    if (wall.getState().status === "loading") void wall.reload();
  }, [wall]);
  const selection = useSelection(wall, state);
  const collection = useCollection(collectionId);
  const sharing = useCollectionSharing(collection.data, state);
  const total = useQuery({
    queryKey: keys.imageTotal(view, collectionId),
    queryFn: async ({ signal }) => {
      const scope = { view, collectionId: collectionId ?? undefined };
      const { months } = await call("images.months", { signal, query: scope });
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
        tiles={isReady && stacks !== null ? state.tiles : null}
        selecting={
          isReady && state.total > 0
            ? {
                isOn: selection.value.isOn,
                onChange: (isOn) => (isOn ? selection.begin() : selection.clear()),
              }
            : null
        }
      />
      <div className="shrink-0 px-4 pb-1 sm:pt-3 sm:pr-[72px] sm:pl-6">
        <SearchField />
      </div>
      <Views className="px-3 pt-1 sm:px-6 lg:hidden" />
      {collection.data && <CollectionHead collection={collection.data} sharing={sharing} />}
      <div className="relative min-h-0 flex-1">
        {collection.isGone && <CollectionGone />}
        {state.status === "failed" && !collection.isGone && (
          <WallProblem error={state.error} onRetry={() => void wall.reload()} />
        )}
        {state.status === "loading" && <WallSkeleton />}
        {isReady && !collection.isGone && (
          <WallRoom key={scopeKey(wall.scope)} wall={wall} state={state} selection={selection} />
        )}
      </div>
    </div>
  );
}
