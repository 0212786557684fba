"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { thumbhashColour } from "@/components/studio/thumbhash-colour";
import { classNames } from "@/components/ui/class-names";
import { imagesQuery } from "@/lib/client/queries";
import type { ImageView } from "@/lib/contracts/images";
import { imageBytesPath } from "@/lib/contracts/routes";

const SHOWN_MAX = 12;

/** Earlier pictures that a mention may mean: this thread's first, then the workspace's. */
export function useMentioned(query: string | null, threadPictures: ImageView[]): ImageView[] {
  const found = useInfiniteQuery({ ...imagesQuery(query ?? ""), enabled: query !== null });
  return useMemo(() => {
    if (query === null) return [];
    const wanted = query.toLowerCase();
    const here = threadPictures
      .filter((image) => image.name.toLowerCase().includes(wanted))
      .toReversed();
    const elsewhere = found.data?.pages.flatMap((page) => page.images) ?? [];
    const byId = new Map([...here, ...elsewhere].map((image) => [image.id, image]));
    return [...byId.values()].slice(0, SHOWN_MAX);
  }, [query, threadPictures, found.data]);
}

type Props = {
  id: string;
  images: ImageView[];
  active: number;
  onPick: (image: ImageView) => void;
  onActive: (index: number) => void;
};

/** The pictures to choose from while a mention is typed. The keys are the text area's, which keeps the focus. */
export function MentionList({ id, images, active, onPick, onActive }: Props) {
  const t = useTranslations("composer.mention");
  return (
    <div className="float absolute inset-x-0 bottom-full z-30 mb-2 max-h-[300px] overflow-y-auto rounded-panel p-1.5">
      {images.length === 0 ? (
        <p className="px-2.5 py-2 text-[13px] text-muted">{t("none")}</p>
      ) : (
        <div id={id} role="listbox" aria-label={t("label")}>
          {images.map((image, index) => (
            <div
              key={image.id}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              onPointerMove={() => onActive(index)}
              // Before the text area can lose the focus.
              onPointerDown={(event) => {
                event.preventDefault();
                onPick(image);
              }}
              className={classNames(
                "flex cursor-pointer items-center gap-3 rounded-[8px] px-2 py-1.5",
                index === active && "bg-selected",
              )}
            >
              <img
                src={imageBytesPath(image.id, 256)}
                alt=""
                loading="lazy"
                className="size-9 shrink-0 rounded-print object-cover"
                style={{ background: thumbhashColour(image.thumbhash) }}
              />
              <span className="min-w-0 flex-1 truncate text-[14px]">{image.name}</span>
              <span className="figures shrink-0 text-[12px] text-muted">
                {image.width} × {image.height}
              </span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
