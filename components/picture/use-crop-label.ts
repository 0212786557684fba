"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { Pixels } from "@/lib/contracts/pixels";
import { enlargementOf } from "@/lib/contracts/size-truth";
import type { TurnView } from "@/lib/contracts/turns";

/** Less than this is no enlargement that anyone could see, nor one to write down as "1 times". */
const ENLARGED_FROM = 1.05;

/** What was done to make a crop: "Cropped to 3840 × 2160, enlarged 2.3 times". */
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

/** A turn in words: its instruction, or what was done here where nobody instructed a model. */
export function useTurnWords(): (turn: TurnView) => string {
  const cropWords = useCropLabel();
  return (turn) => {
    const [generation] = turn.generations;
    const [image] = generation?.images ?? [];
    if (generation?.endpoint !== "local" || !image) return turn.prompt;
    return cropWords(image, turn.baseImage);
  };
}
