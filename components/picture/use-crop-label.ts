"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { Pixels } from "@/lib/contracts/pixels";
import { enlargementOf } from "@/lib/contracts/size-truth";
import type { TurnView } from "@/lib/contracts/turns";

/** Below this factor an enlargement is not visible and would read as "1 times". */
const ENLARGED_FROM = 1.05;

/** How a crop was made: "Cropped to 3840 × 2160, enlarged 2.3 times". */
export function useCropLabel() {
  const t = useTranslations("studio.size");
  const format = useFormatter();
  return (to: Pixels, from: Pixels | null): string => {
    const times = from === null ? 1 : enlargementOf(from, to);
    const size = { width: to.width, height: to.height };
    return times < ENLARGED_FROM
      ? t("cropped", size)
      : t("croppedEnlarged", {
          ...size,
          times: format.number(times, { maximumFractionDigits: 1 }),
        });
  };
}

/** Whether this server made the turn's picture by cropping, without words. */
export function isCropped({ generations: [generation] }: TurnView): boolean {
  return generation?.endpoint === "local" && generation.images.length > 0;
}

/** A turn's instruction, or what stands in its place: a crop has none, and a link may have hidden it. */
export function useTurnWords(): (turn: TurnView) => string {
  const t = useTranslations("studio.credit");
  const cropWords = useCropLabel();
  return (turn) => {
    const [generation] = turn.generations;
    const [image] = generation?.images ?? [];
    if (isCropped(turn) && image) return cropWords(image, turn.baseImage);
    return turn.prompt === "" && turn.credit !== null ? t("noPrompt") : turn.prompt;
  };
}
