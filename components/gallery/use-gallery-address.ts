"use client";

import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { toId } from "@/components/shell/address-id";
import { WALL_SORTS, type WallScope } from "@/lib/client/wall/wall-state";
import type { ImageId } from "@/lib/contracts/ids";
import { IMAGE_LIST_VIEWS } from "@/lib/contracts/image-lists";
import { QUERY_MAX_CHARS } from "@/lib/contracts/image-query";

export const GALLERY_PATH = "/gallery";

export type GalleryAddress = WallScope & {
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
  const sort = WALL_SORTS.find((one) => one === search.get("sort")) ?? "newest";
  const at = Number(search.get("at") ?? Number.NaN);
  return {
    view,
    query: (search.get("q") ?? "").slice(0, QUERY_MAX_CHARS),
    sort: sort === "favourited" && view !== "favourites" ? "newest" : sort,
    at: Number.isSafeInteger(at) && at > 0 ? at : null,
    image: toId<ImageId>(search.get("image")),
  };
}

export function galleryPath({ view, query, sort, at, image }: Partial<GalleryAddress>): string {
  const search = new URLSearchParams();
  if (view && view !== "all") search.set("view", view);
  if (query) search.set("q", query);
  if (sort && sort !== "newest") search.set("sort", sort);
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
