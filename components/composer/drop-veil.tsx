"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import type { Brought } from "@/components/composer/picture-address";
import { readTransfer } from "@/components/composer/read-transfer";

type Props = { onPictures: (brought: Brought[]) => void };

/** Takes pictures that are dropped anywhere on the page, and says so while they hover. */
export function DropVeil({ onPictures }: Props) {
  const t = useTranslations("composer.drop");
  const [isOver, setOver] = useState(false);
  const take = useEffectEvent((brought: Brought[]) => onPictures(brought));

  useEffect(() => {
    // Entering a child fires before leaving its parent, so only the count knows when the window is left.
    let depth = 0;
    // A link or a word of this very page that is dragged about is no picture.
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
      const brought = readTransfer(event.dataTransfer, { way: "drop", origin });
      // A selected picture shows nothing but markup until it is dropped; words go into the field as words do.
      if (brought !== null || mayHoldPictures(event)) event.preventDefault();
      if (brought !== null) take(brought);
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

/** What hovers shows its types alone. Selected text has neither of these and drops into the field as text does. */
function hasPictureTypes({ dataTransfer }: DragEvent): boolean {
  const types = dataTransfer?.types ?? [];
  return types.includes("Files") || types.includes("text/uri-list");
}
