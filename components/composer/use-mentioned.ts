"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { imagesQuery } from "@/lib/client/queries";
import type { ImageId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";

const SHOWN_MAX = 12;

export type Offered = {
  references: readonly ImageView[];
  threadPictures: readonly ImageView[];
  baseId: ImageId | null;
};

/**
 * Pictures that a mention can name: current references, then the thread's, then the workspace's. Excludes the base,
 * which cannot reference itself.
 */
export function useMentioned(
  query: string | null,
  { references, threadPictures, baseId }: Offered,
): ImageView[] {
  const found = useInfiniteQuery({ ...imagesQuery(query ?? ""), enabled: query !== null });
  return useMemo(() => {
    if (query === null) return [];
    const needle = query.toLowerCase();
    const here = [...references, ...threadPictures.toReversed()].filter((image) =>
      image.name.toLowerCase().includes(needle),
    );
    const elsewhere = found.data?.pages.flatMap((page) => page.images) ?? [];
    const byId = new Map([...here, ...elsewhere].map((image) => [image.id, image]));
    if (baseId !== null) byId.delete(baseId);
    return [...byId.values()].slice(0, SHOWN_MAX);
  }, [query, references, threadPictures, baseId, found.data]);
}
