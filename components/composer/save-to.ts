"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { collectionsQuery } from "@/lib/client/collection-queries";
import type { CollectionId, ThreadId } from "@/lib/contracts/ids";
import type { TurnSettings } from "@/lib/contracts/settings";

export function withCollection(settings: TurnSettings, id: CollectionId | null): TurnSettings {
  const { collectionId: _, ...rest } = settings;
  return id === null ? rest : { ...rest, collectionId: id };
}

/**
 * For a new thread without a collection that this person may not add to, such as one that is gone. A thread keeps its
 * own: the server leaves it out for those who may not add to it.
 */
export function useUsableSettings(settings: TurnSettings, threadId: ThreadId | null): TurnSettings {
  const { isUsable } = useSaveTo(settings);
  const isDropped = threadId === null && !isUsable;
  return useMemo(
    () => (isDropped ? withCollection(settings, null) : settings),
    [isDropped, settings],
  );
}

/** The collection that new pictures go to: its name, and whether this person may add to it. */
export function useSaveTo({ collectionId }: TurnSettings): {
  name: string | null;
  isUsable: boolean;
} {
  const { data } = useQuery({ ...collectionsQuery(), enabled: collectionId !== undefined });
  const found = data?.collections.find(({ id }) => id === collectionId);
  const isUsable = collectionId === undefined || data === undefined || found?.mayAdd === true;
  return { name: found?.name ?? null, isUsable };
}
