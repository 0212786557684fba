/** Lists of images. Plain data, so the browser loads no schemas. */

/** `trash`: what the caller may restore. `favourites` are the caller's own. */
export const IMAGE_LIST_VIEWS = ["all", "mine", "favourites", "uploads", "trash"] as const;
export type ImageListView = (typeof IMAGE_LIST_VIEWS)[number];

/**
 * `newest` and `oldest` go by the time an image was stored, in the trash by the time it went there; `favourited` by the
 * time of the mark, newest first; `manual` is the order by hand of a collection.
 */
export const IMAGE_LIST_SORTS = ["newest", "oldest", "favourited", "manual"] as const;
export type ImageListSort = (typeof IMAGE_LIST_SORTS)[number];

export const IMAGE_PAGE = 30;
export const IMAGE_PAGE_MAX = 200;

/** What the wall may show as one tile: the variations of a turn, or a whole thread. */
export const STACK_KINDS = ["turn", "thread"] as const;
export type StackKind = (typeof STACK_KINDS)[number];

/** The most tiles of one bucket in one reply. */
export const BUCKET_MAX = 2_000;
