"use client";

import { useTranslations } from "next-intl";
import { thumbhashColour } from "@/components/picture/thumbhash-colour";
import { classNames } from "@/components/ui/class-names";
import type { ImageView } from "@/lib/contracts/images";
import { imageBytesPath } from "@/lib/contracts/paths";

type Props = {
  id: string;
  images: ImageView[];
  active: number;
  onPick: (image: ImageView) => void;
  onActive: (index: number) => void;
  /** Called when the list cannot be loaded: the mention stays plain text. */
  onClose: () => void;
};

/** Picture suggestions for an `@` mention. The text area keeps the focus and handles the keys. */
export default function MentionList({ id, images, active, onPick, onActive }: Props) {
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
              // `pointerdown` fires before the text area loses the focus.
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
