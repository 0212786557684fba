"use client";

import { useTranslations } from "next-intl";
import type { ActNote as Note } from "@/components/gallery/use-act-history";
import { classNames } from "@/components/ui/class-names";
import { Kbd } from "@/components/ui/kbd";
import { ProgressLine } from "@/components/ui/progress-line";
import { useEndAfter } from "@/components/viewer/use-end-after";

type Props = {
  note: Note | null;
  /** The bar of the selection is below it. */
  isRaised: boolean;
  onUndo: () => void;
  onEnd: () => void;
};

/** What was done last, how far it is, and the way back. */
export function ActNote({ note, isRaised, onUndo, onEnd }: Props) {
  const t = useTranslations("gallery.done");
  useEndAfter(note?.progress === null ? note.number : null, onEnd);
  const progress = note?.progress ?? null;
  return (
    <div
      role="status"
      className={classNames(
        "pointer-events-none absolute inset-x-0 z-20 flex justify-center px-4",
        isRaised ? "bottom-[84px] max-sm:bottom-[124px]" : "bottom-5",
      )}
    >
      {note && (
        <div
          className={classNames(
            "float pointer-events-auto rounded-[11px] py-1 pr-2 pl-4 text-[14px] text-ink",
            progress !== null && "w-[min(420px,100%)] pb-3",
          )}
        >
          <div className="flex min-h-9 items-center gap-2">
            <span className="min-w-0 truncate">{note.text}</span>
            {progress !== null && (
              <span className="figures shrink-0 text-muted" aria-hidden>
                {t("progress", progress)}
              </span>
            )}
            {note.mayUndo && (
              <button
                type="button"
                onClick={onUndo}
                className="ml-auto flex h-9 shrink-0 items-center gap-2 rounded-control px-2 font-medium hover:bg-hover"
              >
                {t("undo")}
                <Kbd isHint>Z</Kbd>
              </button>
            )}
          </div>
          {progress !== null && (
            <ProgressLine
              className="mt-1 mr-2"
              label={note.text}
              value={progress.done / Math.max(1, progress.total)}
            />
          )}
        </div>
      )}
    </div>
  );
}
