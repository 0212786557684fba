"use client";

import { useTranslations } from "next-intl";
import { sharedImagePath, useShare } from "@/components/share/share-context";
import type { ImageId } from "@/lib/contracts/ids";

/** The pictures that a version was made with. Renders nothing where the link hides them. */
export function References({ ids }: { ids: readonly ImageId[] }) {
  const t = useTranslations("share");
  const { base, imageOf } = useShare();
  const images = ids.map(imageOf).filter((image) => image !== null);
  if (images.length === 0) return null;
  return (
    <section className="mt-3 flex items-center gap-3">
      <h2 className="text-[13px] text-muted">{t("references")}</h2>
      <ul className="flex gap-2">
        {images.map((image) => (
          <li key={image.id}>
            <img
              src={sharedImagePath(base, image.id, 256)}
              alt={image.alt}
              width={image.width}
              height={image.height}
              decoding="async"
              className="h-10 w-auto rounded-print bg-plate"
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
