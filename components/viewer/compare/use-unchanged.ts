"use client";

import { useQuery } from "@tanstack/react-query";
import { looksSame } from "@/components/viewer/compare/difference";
import type { ImageView } from "@/lib/contracts/images";
import { imageBytesPath } from "@/lib/contracts/paths";

/**
 * Whether an edit changed nothing visible. Compares the 256 px previews of a picture and its base in the browser:
 * nothing is stored, so it also holds for old pictures, and the previews are mostly loaded already. Pictures of other
 * proportions differ.
 */
export function useUnchanged(image: ImageView | null, base: ImageView | null): boolean {
  const isEdit =
    image !== null &&
    base !== null &&
    image.parentImageId === base.id &&
    !image.isMadeHere &&
    Math.abs(ratioOf(image) / ratioOf(base) - 1) < 0.01;
  const { data } = useQuery({
    queryKey: ["unchanged", image?.id, base?.id],
    queryFn: () => (isEdit ? compare(image, base) : false),
    enabled: isEdit,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return isEdit && data === true;
}

function ratioOf({ width, height }: ImageView): number {
  return width / Math.max(1, height);
}

async function compare(one: ImageView, other: ImageView): Promise<boolean> {
  const width = 192;
  const height = Math.max(1, Math.round(width / ratioOf(one)));
  const [first, second] = await Promise.all(
    [one, other].map((image) => pixelsOf(imageBytesPath(image.id, 256), width, height)),
  );
  return first !== undefined && second !== undefined && looksSame(first, second);
}

async function pixelsOf(path: string, width: number, height: number): Promise<ImageData> {
  const image = new Image();
  image.src = path;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("no canvas");
  context.drawImage(image, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
