"use client";

import { ImagePlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { readTransfer } from "@/components/composer/read-transfer";
import { classNames } from "@/components/ui/class-names";
import type { ImageId } from "@/lib/contracts/ids";

type Props = { onDrop: (imageIds: ImageId[]) => void };

/** While pictures of the wall are dragged: a place where the composer would be, for a new thread with them. */
export function DropDock({ onDrop }: Props) {
  const t = useTranslations("gallery");
  const [isDragging, setDragging] = useState(false);
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const end = () => {
      setDragging(false);
      setOver(false);
    };
    const listening = new AbortController();
    const { signal } = listening;
    const start = ({ target }: DragEvent) => {
      if (!(target instanceof Element) || target.closest("[data-tile]") === null) return;
      // Chromium ends a drag whose page changes while it begins.
      setTimeout(() => setDragging(true));
    };
    window.addEventListener("dragstart", start, { signal });
    window.addEventListener("dragend", end, { signal });
    window.addEventListener("drop", end, { signal });
    return () => listening.abort();
  }, []);
  if (!isDragging) return null;
  return (
    <div
      data-drop-dock
      onDragEnter={() => setOver(true)}
      onDragLeave={() => setOver(false)}
      onDragOver={(event) => {
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
      }}
      onDrop={(event) => {
        event.preventDefault();
        const { origin } = window.location;
        const read = readTransfer(event.dataTransfer, { via: "drop", origin }) ?? [];
        const imageIds = read.flatMap((one) => (one.kind === "own" ? one.imageId : []));
        if (imageIds.length > 0) onDrop(imageIds);
      }}
      className={classNames(
        "float absolute inset-x-4 bottom-5 z-30 mx-auto flex h-[88px] max-w-[720px] items-center justify-center gap-3 rounded-[16px] border-2 border-dashed text-[15px] text-ink",
        isOver ? "border-accent" : "border-line-strong",
      )}
    >
      <ImagePlus aria-hidden className="pointer-events-none size-5 text-accent" />
      <span className="pointer-events-none">{t("dropHere")}</span>
    </div>
  );
}
