"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent } from "react";
import type { DoneAct } from "@/components/gallery/use-wall-acts";
import { Kbd } from "@/components/ui/kbd";

const SHOWN_MS = 7_000;

type Props = { done: DoneAct | null; onUndo: () => void; onEnd: () => void };

/** What was done last, and the way back. */
export function ActNote({ done, onUndo, onEnd }: Props) {
  const t = useTranslations("gallery.done");
  const end = useEffectEvent(onEnd);
  const number = done?.number ?? null;
  useEffect(() => {
    if (number === null) return undefined;
    const timer = setTimeout(() => end(), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [number]);
  return (
    <div
      role="status"
      className="pointer-events-none absolute inset-x-0 bottom-5 z-20 flex justify-center px-4"
    >
      {done && (
        <div className="float pointer-events-auto flex min-h-11 items-center gap-4 rounded-[11px] py-1 pr-2 pl-4 text-[14px] text-ink">
          {t(done.kind)}
          {done.mayUndo && (
            <button
              type="button"
              onClick={onUndo}
              className="flex h-9 items-center gap-2 rounded-control px-2 font-medium hover:bg-hover"
            >
              {t("undo")}
              <Kbd isHint>Z</Kbd>
            </button>
          )}
        </div>
      )}
    </div>
  );
}
