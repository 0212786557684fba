"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { collectionsQuery } from "@/lib/client/collection-queries";
import type { CollectionId } from "@/lib/contracts/ids";
import type { TurnSettings } from "@/lib/contracts/settings";

export function withCollection(settings: TurnSettings, id: CollectionId | null): TurnSettings {
  const { collectionId: _, ...rest } = settings;
  return id === null ? rest : { ...rest, collectionId: id };
}

/** Without a collection that this person may not add to: another member chose it, or it is gone. */
export function useUsableSettings(settings: TurnSettings): TurnSettings {
  const { collectionId } = settings;
  const { data } = useQuery({ ...collectionsQuery(), enabled: collectionId !== undefined });
  return useMemo(() => {
    const isUsable = data?.collections.some(({ id, mayAdd }) => id === collectionId && mayAdd);
    return collectionId === undefined || isUsable !== false
      ? settings
      : withCollection(settings, null);
  }, [collectionId, data, settings]);
}

/** The name of the collection that new pictures go to; null for none. */
export function useSaveToName({ collectionId }: TurnSettings): string | null {
  const { data } = useQuery({ ...collectionsQuery(), enabled: collectionId !== undefined });
  return data?.collections.find(({ id }) => id === collectionId)?.name ?? null;
}
