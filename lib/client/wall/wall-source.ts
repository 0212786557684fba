import { call } from "@/lib/client/call";
import { toBucket, type WallScope } from "@/lib/client/wall/wall-state";
import { IMAGE_PAGE_MAX } from "@/lib/contracts/image-lists";
import type { ImageBucket, ImageMonths } from "@/lib/contracts/images";

/** What the store asks the server; a parameter for tests. */
export type WallSource = {
  months: (scope: WallScope) => Promise<ImageMonths>;
  bucket: (
    scope: WallScope,
    month: string,
    slice: { skip: number; take: number | undefined },
  ) => Promise<ImageBucket>;
  /** Of an order that is not by month. */
  page: (
    scope: WallScope,
    cursor: string | null,
  ) => Promise<{ bucket: ImageBucket; nextCursor: string | null }>;
};

export const serverSource: WallSource = {
  months: (scope) => call("images.months", { query: stackedQuery(scope) }),
  bucket: (scope, month, { skip, take }) =>
    call("images.bucket", {
      query: {
        ...stackedQuery(scope),
        month,
        sort: scope.sort === "oldest" ? "oldest" : undefined,
        skip: skip > 0 ? skip : undefined,
        take,
      },
    }),
  page: async (scope, cursor) => {
    const page = await call("images.list", {
      query: {
        ...scopeQuery(scope),
        sort: scope.sort,
        cursor: cursor ?? undefined,
        limit: IMAGE_PAGE_MAX,
      },
    });
    return { bucket: toBucket(page.images), nextCursor: page.nextCursor };
  },
};

function stackedQuery(scope: WallScope) {
  return { ...scopeQuery(scope), stacks: scope.stacks ?? undefined };
}

function scopeQuery({ view, query, collectionId }: WallScope) {
  return { view, query: query || undefined, collectionId: collectionId ?? undefined };
}
