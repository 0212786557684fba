"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { imagesQuery } from "@/lib/client/queries";
import type { ImageView } from "@/lib/contracts/images";

const SHOWN_MAX = 12;

/** Earlier pictures that a mention may mean: this thread's first, then the workspace's. */
export function useMentioned(query: string | null, threadPictures: ImageView[]): ImageView[] {
  const found = useInfiniteQuery({ ...imagesQuery(query ?? ""), enabled: query !== null });
  return useMemo(() => {
    if (query === null) return [];
    const wanted = query.toLowerCase();
    const here = threadPictures
      .filter((image) => image.name.toLowerCase().includes(wanted))
      .toReversed();
    const elsewhere = found.data?.pages.flatMap((page) => page.images) ?? [];
    const byId = new Map([...here, ...elsewhere].map((image) => [image.id, image]));
    return [...byId.values()].slice(0, SHOWN_MAX);
  }, [query, threadPictures, found.data]);
}
