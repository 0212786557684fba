"use client";

import { useQuery } from "@tanstack/react-query";
import { CornerDownRight, Ellipsis, Heart, ImagePlus, RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { usePictureActs } from "@/components/gallery/gallery-context";
import { usePictureMenu } from "@/components/gallery/use-picture-menu";
import { classNames } from "@/components/ui/class-names";
import { Menu } from "@/components/ui/menu";
import { hint } from "@/components/ui/tooltip";
import type { TriggerProps } from "@/components/ui/use-anchored";
import { imageQuery } from "@/lib/client/detail-queries";
import type { ImageId } from "@/lib/contracts/ids";

/** A pointer that only passes by asks the server for nothing. */
const DWELL_MS = 90;
/** Narrower tiles show icons only. */
const WIDE = 190;

type Props = { imageId: ImageId; width: number; isFavourite: boolean };

/** Title and actions of the picture under the pointer or with the focus. */
export function TileOverlay({ imageId, width, isFavourite }: Props) {
  const t = useTranslations("gallery.tile");
  const acts = usePictureActs();
  const isDwelt = useDwell();
  const detail = useQuery({ ...imageQuery(imageId), enabled: isDwelt });
  const entries = usePictureMenu(imageId, detail.data ?? null);
  const isInTrash = acts.view === "trash";
  const hasThread = detail.data !== undefined && detail.data.image.threadId !== null;
  const isWide = width >= WIDE;
  return (
    <div className="pointer-events-none absolute inset-0 opacity-0 transition-opacity duration-150 group-hover/tile:opacity-100 group-has-focus-visible/tile:opacity-100 has-aria-expanded:opacity-100 pointer-coarse:hidden">
      <div className="absolute inset-x-0 bottom-0 h-28 max-h-full bg-linear-to-t from-black/70 to-transparent" />
      {!isInTrash && (
        <OverlayButton
          label={t(isFavourite ? "unfavourite" : "favourite")}
          keys="F"
          isPressed={isFavourite}
          onPress={() => acts.toggleFavourite(imageId)}
          className="absolute top-0 right-0"
        >
          <Heart
            aria-hidden
            className={classNames(
              "size-4 drop-shadow-[0_1px_2px_rgb(0_0_0/0.6)]",
              isFavourite && "fill-current",
            )}
          />
        </OverlayButton>
      )}
      <div className="absolute inset-x-0 bottom-0 px-1.5 pb-1">
        {isWide && (
          <p className="truncate px-1.5 text-[13px] leading-5 font-medium text-white">
            {detail.data?.prompt ?? detail.data?.image.name ?? " "}
          </p>
        )}
        <div className="flex items-center">
          {acts.mayMake && isInTrash && (
            <OverlayButton label={t("restore")} keys="X" onPress={() => acts.restore(imageId)}>
              <RotateCcw aria-hidden className="size-4" />
              {isWide && t("restore")}
            </OverlayButton>
          )}
          {acts.mayMake && !isInTrash && hasThread && (
            <OverlayButton label={t("refine")} onPress={() => acts.refine(imageId)}>
              <CornerDownRight aria-hidden className="size-4" />
              {isWide && t("refine")}
            </OverlayButton>
          )}
          {acts.mayMake && !isInTrash && (
            <OverlayButton label={t("reference")} keys="U" onPress={() => acts.reference(imageId)}>
              <ImagePlus aria-hidden className="size-4" />
            </OverlayButton>
          )}
          <span className="ml-auto" />
          <Menu
            label={t("more")}
            align="end"
            trigger={
              <OverlayButton label={t("more")}>
                <Ellipsis aria-hidden className="size-4" />
              </OverlayButton>
            }
            entries={entries}
          />
        </div>
      </div>
    </div>
  );
}

type ButtonProps = TriggerProps & {
  label: string;
  keys?: string;
  isPressed?: boolean;
  onPress?: () => void;
  className?: string;
  children: ReactNode;
};

function OverlayButton({
  label,
  keys,
  isPressed,
  onPress,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={isPressed}
      {...hint(label, keys)}
      onClick={onPress}
      className={classNames(
        "pointer-events-auto inline-flex h-8 min-w-8 items-center justify-center gap-2 rounded-control px-1.5 text-[13px] text-white transition-colors hover:bg-white/20 focus-visible:-outline-offset-2 focus-visible:outline-white",
        className,
      )}
      {...rest}
    >
      {children}
    </button>
  );
}

function useDwell(): boolean {
  const [isDwelt, setDwelt] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDwelt(true), DWELL_MS);
    return () => clearTimeout(timer);
  }, []);
  return isDwelt;
}
