"use client";

import { type Ref, useState } from "react";
import { sourceSetOf } from "@/components/picture/picture-source";
import { thumbhashUrl } from "@/components/picture/thumbhash-url";
import type { ImageView } from "@/lib/contracts/images";
import { imageBytesPath } from "@/lib/contracts/paths";

type Props = { ref?: Ref<HTMLDivElement>; image: ImageView; alt: string; wantsOriginal: boolean };

/** A picture as large as its container allows, over its blur. */
export function FittedImage({ ref, image, alt, wantsOriginal }: Props) {
  const blur = thumbhashUrl(image.thumbhash);
  // An image that was already sharp stays so when the zoom falls again.
  const [isOriginal, setOriginal] = useState(wantsOriginal);
  if (wantsOriginal && !isOriginal) setOriginal(true);
  const ratio = image.width / Math.max(1, image.height);
  return (
    <div className="flex size-full items-center justify-center [container-type:size]">
      <div
        ref={ref}
        className="relative overflow-hidden rounded-print bg-plate bg-cover"
        style={{
          aspectRatio: `${image.width} / ${image.height}`,
          width: `min(100cqw, calc(100cqh * ${ratio}))`,
          backgroundImage: blur ? `url(${blur})` : undefined,
        }}
      >
        <img
          {...(isOriginal
            ? { src: imageBytesPath(image.id, "original") }
            : { src: imageBytesPath(image.id, 1440), srcSet: sourceSetOf(image), sizes: "100vw" })}
          alt={alt}
          draggable={false}
          className="absolute inset-0 size-full"
        />
      </div>
    </div>
  );
}
