"use client";

import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { toId } from "@/components/shell/address-id";
import { WALL_SORTS, type WallScope, type WallSort } from "@/lib/client/wall/wall-state";
import type { CollectionId, ImageId } from "@/lib/contracts/ids";
import { IMAGE_LIST_VIEWS } from "@/lib/contracts/image-lists";
import { QUERY_MAX_CHARS } from "@/lib/contracts/image-query";

export const GALLERY_PATH = "/gallery";

const COLLECTIONS = "collections";

export type GalleryAddress = Omit<WallScope, "stacks"> & {
  /** The list of collections instead of a wall. */
  areCollections: boolean;
  /** The time of the picture at the upper edge, in milliseconds since 1970; null at the top. */
  at: number | null;
  /** The picture that the viewer shows. */
  image: ImageId | null;
};

/** View, search, order, position and open picture: all of it in the address, so that Back and links find it again. */
export function useGalleryAddress(): GalleryAddress {
  const search = useSearchParams();
  return useMemo(() => readAddress(search), [search]);
}

export function readAddress(search: URLSearchParams): GalleryAddress {
  const view = IMAGE_LIST_VIEWS.find((one) => one === search.get("view")) ?? "all";
  const collectionId = toId<CollectionId>(search.get("collection"));
  const scope = { view: collectionId === null ? view : "all", collectionId } as const;
  const sort = sortsOf(scope).find((one) => one === search.get("sort"));
  const at = Number(search.get("at") ?? Number.NaN);
  return {
    ...scope,
    areCollections: search.get("view") === COLLECTIONS && collectionId === null,
    query: (search.get("q") ?? "").slice(0, QUERY_MAX_CHARS),
    sort: sort ?? usualSort(scope),
    at: Number.isSafeInteger(at) && at > 0 ? at : null,
    image: toId<ImageId>(search.get("image")),
  };
}

type Place = Pick<WallScope, "view" | "collectionId">;

/** The orders of a view. */
export function sortsOf({ view, collectionId }: Place): WallSort[] {
  return WALL_SORTS.filter((sort) => {
    if (sort === "favourited") return view === "favourites" && collectionId === null;
    return sort !== "manual" || collectionId !== null;
  });
}

function usualSort({ collectionId }: Pick<Place, "collectionId">): WallSort {
  return collectionId === null ? "newest" : "manual";
}

export function galleryPath(address: Partial<GalleryAddress>): string {
  const { view, query, sort, at, image, collectionId = null, areCollections } = address;
  const search = new URLSearchParams();
  if (areCollections) search.set("view", COLLECTIONS);
  else if (collectionId !== null) search.set("collection", collectionId);
  else if (view && view !== "all") search.set("view", view);
  if (query) search.set("q", query);
  if (sort && sort !== usualSort({ collectionId })) search.set("sort", sort);
  if (at) search.set("at", String(at));
  if (image) search.set("image", image);
  return search.size > 0 ? `${GALLERY_PATH}?${search.toString()}` : GALLERY_PATH;
}

/** The address now, which can be ahead of the render. */
export function addressNow(): GalleryAddress {
  return readAddress(new URLSearchParams(window.location.search));
}

/** Written with the History API, because no server render is needed. */
export function writeAddress(how: "push" | "replace", change: Partial<GalleryAddress>): void {
  if (window.location.pathname !== GALLERY_PATH) return;
  const path = galleryPath({ ...addressNow(), ...change });
  if (path === window.location.pathname + window.location.search) return;
  if (how === "push") window.history.pushState(null, "", path);
  else window.history.replaceState(null, "", path);
}

/**
 * The position alone, past Next's router, which takes any change of the address for a navigation and drops one that is
 * under way: a link followed while the wall still scrolls.
 */
export function writePosition(at: number | null): void {
  if (window.location.pathname !== GALLERY_PATH) return;
  const path = galleryPath({ ...addressNow(), at });
  if (path === window.location.pathname + window.location.search) return;
  // Next replaces the methods of `history` itself; the prototype has the browser's.
  History.prototype.replaceState.call(window.history, window.history.state, "", path);
}
