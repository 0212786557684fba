"use client";

import { Ruler } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { SizeOptions as SizeWaysType } from "@/components/studio/turn/size-options";
import { lazyPiece } from "@/components/ui/lazy-piece";
import { Popover } from "@/components/ui/popover";
import type { ImageView } from "@/lib/contracts/images";
import { shapeOf, type SizeMiss, sizeMiss } from "@/lib/contracts/size-truth";
import type { TurnView } from "@/lib/contracts/turns";

const SizeOptions = lazyPiece<Parameters<typeof SizeWaysType>[0]>(
  () => import("@/components/studio/turn/size-options").then((it) => it.SizeOptions),
  ({ onClose }) => ({ isOpen: true, close: onClose }),
);

type Props = { turn: TurnView; image: ImageView };

/** "asked 3840 × 2160, got 1672 × 941" on a picture of another size than requested; opens the two remedies. */
export function SizeBadge({ turn, image }: Props) {
  const miss = sizeMiss(image, turn.settings);
  return miss && <Badge turn={turn} image={image} miss={miss} />;
}

function Badge({ turn, image, miss }: Props & { miss: SizeMiss }) {
  const t = useTranslations("studio.size");
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  return (
    <>
      <Popover
        label={t("title")}
        className="w-[320px]"
        open={isOpen}
        onOpenChange={(next) => setOpen(next && !isBusy)}
        trigger={
          <button
            type="button"
            aria-disabled={isBusy}
            className="figures relative inline-flex min-h-6 max-w-full items-center gap-1.5 rounded-[12px] border border-line px-2.5 py-0.5 text-left text-[12px] leading-4 text-muted transition-colors hover:border-line-strong hover:text-ink aria-expanded:border-line-strong aria-expanded:text-ink pointer-coarse:after:absolute pointer-coarse:after:-inset-2"
          >
            <Ruler aria-hidden className="size-3.5 shrink-0" />
            {isBusy ? t("busy") : <Missed image={image} miss={miss} />}
          </button>
        }
      >
        {(close) => (
          <SizeOptions turn={turn} image={image} miss={miss} onClose={close} onBusy={setBusy} />
        )}
      </Popover>
      <span aria-live="polite" className="sr-only">
        {isBusy && t("busy")}
      </span>
    </>
  );
}

function Missed({ image, miss }: { image: ImageView; miss: SizeMiss }) {
  const t = useTranslations("studio.size");
  const pixels = (width: number, height: number) => t("pixels", { width, height });
  const got = pixels(image.width, image.height);
  return miss.kind === "pixels"
    ? t("missed", { asked: pixels(miss.asked.width, miss.asked.height), got })
    : t("missed", { asked: miss.asked, got: shapeOf(image) ?? got });
}
