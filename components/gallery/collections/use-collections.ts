"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/client/call";
import { collectionsQuery } from "@/lib/client/collection-queries";
import { useProblemText } from "@/lib/client/problem-text";
import { keys } from "@/lib/client/query-keys";
import type { CollectionView } from "@/lib/contracts/collections";
import type { CollectionId, ImageId } from "@/lib/contracts/ids";

/** One collection; without data while it loads, and for one that is gone. */
export function useCollection(collectionId: CollectionId | null) {
  const client = useQueryClient();
  const problemText = useProblemText();
  const { data, isSuccess } = useQuery({ ...collectionsQuery(), enabled: collectionId !== null });
  const found: CollectionView | null =
    data?.collections.find(({ id }) => id === collectionId) ?? null;
  return useMemo(
    () => ({
      data: found,
      isGone: isSuccess && collectionId !== null && found === null,
      makeCover: (imageId: ImageId) => {
        if (collectionId === null) return;
        call("collections.update", { params: { collectionId }, body: { coverImageId: imageId } })
          .then(() => client.invalidateQueries({ queryKey: keys.collections() }))
          .catch((error: unknown) => toast(problemText(error), { tone: "error" }));
      },
    }),
    [client, collectionId, found, isSuccess, problemText],
  );
}
