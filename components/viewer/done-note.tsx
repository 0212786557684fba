"use client";

import { useTranslations } from "next-intl";
import { Kbd } from "@/components/ui/kbd";
import { useEndAfter } from "@/components/viewer/use-end-after";
import type { DoneImageAct } from "@/components/viewer/use-image-acts";

type Props = { done: DoneImageAct | null; onUndo: () => void; onEnd: () => void };

/** What was done last to a picture, and the way back. */
export function DoneNote({ done, onUndo, onEnd }: Props) {
  const t = useTranslations("viewer.done");
  useEndAfter(done?.number ?? null, onEnd);
  return (
    <div
      role="status"
      className="pointer-events-none absolute inset-x-0 bottom-3 z-20 flex justify-center px-4"
    >
      {done && (
        <div className="float pointer-events-auto flex min-h-11 items-center gap-4 rounded-[11px] py-1 pr-2 pl-4 text-[14px] text-ink">
          {done.text}
          <button
            type="button"
            onClick={onUndo}
            className="flex h-9 items-center gap-2 rounded-control px-2 font-medium hover:bg-hover pointer-coarse:h-11"
          >
            {t("undo")}
            <Kbd isHint>Z</Kbd>
          </button>
        </div>
      )}
    </div>
  );
}
