"use client";

import { CornerDownRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useShare } from "@/components/share/share-context";
import { useShortcuts } from "@/components/shell/use-shortcuts";
import { Button } from "@/components/ui/button";
import { hint } from "@/components/ui/tooltip";
import type { ImageId } from "@/lib/contracts/ids";

type Props = { imageId: ImageId; className?: string };

/** "Continue in my studio", where the link allows it. */
export function ContinueButton({ imageId, className }: Props) {
  const t = useTranslations("share.continue");
  const { startContinue } = useShare();
  const start = () => startContinue?.(imageId);
  useShortcuts({ c: start });
  if (startContinue === null) return null;
  return (
    <Button aria-haspopup="dialog" onClick={start} className={className} {...hint(t("hint"), "C")}>
      <CornerDownRight aria-hidden className="size-4" />
      {t("open")}
    </Button>
  );
}
