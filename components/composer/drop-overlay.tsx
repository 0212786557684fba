"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import type { IncomingPicture } from "@/components/composer/picture-address";
import { readTransfer } from "@/components/composer/read-transfer";

type Props = { onPictures: (incoming: IncomingPicture[]) => void };

/** Accepts pictures dropped anywhere on the page and shows an overlay while they are dragged over it. */
export function DropOverlay({ onPictures }: Props) {
  const t = useTranslations("composer.drop");
  const [isOver, setOver] = useState(false);
  const take = useEffectEvent((incoming: IncomingPicture[]) => onPictures(incoming));

  useEffect(() => {
    // `dragenter` on a child fires before `dragleave` on its parent, so count them to know when the drag leaves.
    let depth = 0;
    // True for a drag that began on this page with a link or text rather than a picture.
    let isOther = false;
    const mayHoldPictures = (event: DragEvent) => !isOther && hasPictureTypes(event);
    const start = ({ target }: DragEvent) => {
      isOther = !(target instanceof HTMLImageElement);
    };
    const end = () => {
      isOther = false;
    };
    const enter = (event: DragEvent) => {
      if (!mayHoldPictures(event)) return;
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!mayHoldPictures(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const over = (event: DragEvent) => {
      if (mayHoldPictures(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      if (event.dataTransfer === null || isOther) return;
      const { origin } = window.location;
      const incoming = readTransfer(event.dataTransfer, { via: "drop", origin });
      // A dragged selection reveals its content only on drop; plain text is left to the field.
      if (incoming !== null || mayHoldPictures(event)) event.preventDefault();
      if (incoming !== null) take(incoming);
    };
    const listening = new AbortController();
    const { signal } = listening;
    window.addEventListener("dragstart", start, { signal });
    window.addEventListener("dragend", end, { signal });
    window.addEventListener("dragenter", enter, { signal });
    window.addEventListener("dragleave", leave, { signal });
    window.addEventListener("dragover", over, { signal });
    window.addEventListener("drop", drop, { signal });
    return () => listening.abort();
  }, []);

  if (!isOver) return null;
  return (
    <div className="pointer-events-none fixed inset-3 z-50 grid place-items-center rounded-panel border-2 border-dashed border-accent bg-[color-mix(in_srgb,var(--paper)_82%,transparent)]">
      <p className="font-serif text-[32px] text-ink">{t("here")}</p>
    </div>
  );
}

/** Only types are readable during a drag. Selected text has neither of these types. */
function hasPictureTypes({ dataTransfer }: DragEvent): boolean {
  const types = dataTransfer?.types ?? [];
  return types.includes("Files") || types.includes("text/uri-list");
}
