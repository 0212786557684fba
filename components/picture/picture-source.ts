import type { ImageView } from "@/lib/contracts/images";
import { imageBytesPath } from "@/lib/contracts/paths";

type Sized = Pick<ImageView, "id" | "width" | "height">;

/** `srcset` of a picture's derivatives. Their names carry the longer edge; `srcset` needs the width. */
export function sourceSetOf(image: Sized): string {
  return ([512, 1440] as const)
    .map((edge) => `${imageBytesPath(image.id, edge)} ${widthAt(image, edge)}w`)
    .join(", ");
}

function widthAt(image: Sized, edge: number): number {
  const scale = Math.min(1, edge / Math.max(image.width, image.height));
  return Math.max(1, Math.round(image.width * scale));
}
