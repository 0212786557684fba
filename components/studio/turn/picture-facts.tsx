"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useModelLabel } from "@/components/shell/use-studio";
import { usd } from "@/components/ui/price";
import { clockOf, durationOf } from "@/components/generation/generation-stage";
import type { GenerationView } from "@/lib/contracts/generations";
import type { ImageView } from "@/lib/contracts/images";

type Props = { generation: GenerationView; image: ImageView };

/** "1536 × 864 · GPT Image 2 VIP · 1:34 · $0.03" at the end of the row; a sandbox picture shows that instead of a price. */
export function PictureFacts({ generation, image }: Props) {
  const t = useTranslations("studio.facts");
  const tCredit = useTranslations("studio.credit");
  const format = useFormatter();
  const modelLabel = useModelLabel();
  const duration = durationOf(generation);
  const size = t("size", { width: image.width, height: image.height });
  const made = [
    modelLabel(generation.model),
    duration === null ? null : clockOf(duration),
    image.isSandbox
      ? t("sandbox")
      : generation.costMicroUsd === null
        ? null
        : usd(format, generation.costMicroUsd),
  ];
  const facts = image.isMadeHere
    ? [t("madeHere"), t("free")]
    : image.isCopied
      ? // A link may hide the model.
        [modelLabel(generation.model), tCredit("short")].filter((fact) => fact !== "")
      : made.filter((fact) => fact !== null);
  return (
    <span className="figures ml-auto hidden truncate pl-3 text-[12px] text-muted sm:inline">
      {[size, ...facts].join(" · ")}
    </span>
  );
}
