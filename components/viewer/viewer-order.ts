import type { ImageId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";

/** A picture of the filmstrip. */
export type StripPicture = {
  id: ImageId;
  /** Width divided by height. */
  ratio: number;
  thumbhash: string;
  caption: string | null;
};

/** What the arrow keys step through. */
export type ViewerOrder = {
  /** Null for a picture outside of it. */
  placeOf: (imageId: ImageId) => { number: number; count: number } | null;
  neighbour: (imageId: ImageId, by: -1 | 1) => ImageId | null;
  /** What is known without asking. */
  find: (imageId: ImageId) => ImageView | undefined;
  /** Those beside it in their order, with itself; empty for a picture outside of it. */
  around: (imageId: ImageId, reach: number) => StripPicture[];
};

export function toStripPicture(image: ImageView): StripPicture {
  const { id, width, height, thumbhash, name } = image;
  return { id, ratio: width / Math.max(1, height), thumbhash, caption: name };
}
