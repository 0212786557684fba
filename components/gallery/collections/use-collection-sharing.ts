"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { openSharing, type Shareable, useOfferSharing } from "@/lib/client/sharing";
import { useStudio } from "@/components/shell/use-studio";
import { shareBadgesQuery } from "@/lib/client/share-queries";
import { imagesWhere } from "@/lib/client/wall/wall-many";
import type { WallState } from "@/lib/client/wall/wall-store";
import type { CollectionView } from "@/lib/contracts/collections";
import { isPermitted } from "@/lib/contracts/permissions";

/** How many pictures the preview shows. */
const SHOWN = 12;

/** Offers the collection of a wall for sharing; null without one, and for those who may only look. */
export function useCollectionSharing(collection: CollectionView | null, state: WallState) {
  const { workspace } = useStudio();
  const badges = useQuery(shareBadgesQuery());
  const mayShare = isPermitted(workspace.role, "write");
  const { chunks } = state;
  const offered = useMemo((): Shareable | null => {
    if (!collection || !mayShare) return null;
    return {
      target: { kind: "collection", id: collection.id },
      title: collection.name,
      imageIds: imagesWhere(chunks, () => true).slice(0, SHOWN),
      count: collection.count,
      words: null,
    };
  }, [collection, mayShare, chunks]);
  useOfferSharing(offered);
  if (offered === null || !collection) return null;
  return {
    isShared: badges.data?.collectionIds.includes(collection.id) ?? false,
    open: () => openSharing(offered),
  };
}
