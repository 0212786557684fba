import { call } from "@/lib/client/call";
import { toBucket, type WallScope } from "@/lib/client/wall/wall-state";
import { IMAGE_PAGE_MAX } from "@/lib/contracts/image-lists";
import type { ImageBucket, ImageMonths } from "@/lib/contracts/images";

/** What the store asks the server; a parameter for tests. */
export type WallSource = {
  months: (scope: WallScope) => Promise<ImageMonths>;
  bucket: (scope: WallScope, month: string, skip: number) => Promise<ImageBucket>;
  favourited: (
    scope: WallScope,
    cursor: string | null,
  ) => Promise<{ bucket: ImageBucket; nextCursor: string | null }>;
};

export const serverSource: WallSource = {
  months: ({ view, query }) =>
    call("images.months", { query: { view, query: query || undefined } }),
  bucket: ({ view, query, sort }, month, skip) =>
    call("images.bucket", {
      query: {
        view,
        query: query || undefined,
        month,
        sort: sort === "oldest" ? "oldest" : undefined,
        skip: skip > 0 ? skip : undefined,
      },
    }),
  favourited: async ({ view, query }, cursor) => {
    const page = await call("images.list", {
      query: {
        view,
        query: query || undefined,
        sort: "favourited",
        cursor: cursor ?? undefined,
        limit: IMAGE_PAGE_MAX,
      },
    });
    return { bucket: toBucket(page.images), nextCursor: page.nextCursor };
  },
};
