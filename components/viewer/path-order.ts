import { toStripPicture, type ViewerOrder } from "@/components/viewer/viewer-order";
import type { ImageView } from "@/lib/contracts/images";

/** The pictures of a path, oldest first, as an order for the viewer. */
export function orderOf(pictures: readonly ImageView[]): ViewerOrder {
  const indexOf = (imageId: string) => pictures.findIndex(({ id }) => id === imageId);
  return {
    placeOf: (imageId) => {
      const index = indexOf(imageId);
      return index < 0 ? null : { number: index + 1, count: pictures.length };
    },
    neighbour: (imageId, by) => {
      const index = indexOf(imageId);
      return index < 0 ? null : (pictures[index + by]?.id ?? null);
    },
    find: (imageId) => pictures[indexOf(imageId)],
    around: (imageId, reach) => {
      const index = indexOf(imageId);
      return index < 0
        ? []
        : pictures.slice(Math.max(0, index - reach), index + reach + 1).map(toStripPicture);
    },
  };
}
