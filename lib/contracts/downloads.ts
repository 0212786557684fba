import { z } from "zod";
import { collectionId, downloadId, imageId } from "@/lib/contracts/ids";
import { IMAGE_LIST_VIEWS } from "@/lib/contracts/image-lists";
import { QUERY_MAX_CHARS } from "@/lib/contracts/image-query";

/** The most images of one ZIP. */
export const DOWNLOAD_MAX = 10_000;

/** These images, or without `imageIds` all that a list has. Images that the caller may not see are left out. */
export const downloadBody = z.strictObject({
  imageIds: z.array(imageId).min(1).max(DOWNLOAD_MAX).optional(),
  /** The list, as in `images.list`. */
  query: z.string().max(QUERY_MAX_CHARS).optional(),
  view: z.enum(IMAGE_LIST_VIEWS).optional(),
  fromCollectionId: collectionId.optional(),
  /** Images of that list to leave out. */
  exceptIds: z.array(imageId).max(DOWNLOAD_MAX).optional(),
});
export type DownloadBody = z.infer<typeof downloadBody>;

export const downloadView = z.object({
  id: downloadId,
  /** Where its creator gets the ZIP, by GET, until it expires. */
  path: z.string(),
  count: z.int(),
  /** Of the images together; the ZIP is slightly larger. */
  byteCount: z.int(),
  expiresAt: z.iso.datetime(),
});
export type DownloadView = z.infer<typeof downloadView>;
