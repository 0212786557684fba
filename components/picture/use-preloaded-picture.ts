"use client";

import { useEffect } from "react";
import { sourceSetOf } from "@/components/picture/picture-source";
import { subscribeGeneration } from "@/lib/client/generation-events";
import type { GenerationView } from "@/lib/contracts/generations";
import type { ImageView } from "@/lib/contracts/images";
import { imageBytesPath } from "@/lib/contracts/paths";

/**
 * Requests the pictures of a generation as soon as its event arrives, before React has rendered them.
 *
 * @param sizes of the img that will show them, so that both choose the same file
 */
export function usePreloadedPicture({ id }: GenerationView, sizes: string): void {
  useEffect(
    () =>
      subscribeGeneration(id, ({ images }) => {
        for (const image of images) if (image.state === "kept") preload(image, sizes);
      }),
    [id, sizes],
  );
}

function preload(image: ImageView, sizes: string): void {
  const img = new Image();
  img.fetchPriority = "high";
  img.sizes = sizes;
  img.srcset = sourceSetOf(image);
  img.src = imageBytesPath(image.id, 1440);
}
