"use client";

import { Eye } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";

/** Opens what the model will see. In a narrow window only its icon. */
export function RequestButton({ onOpen }: { onOpen: () => void }) {
  const t = useTranslations("studio.header");
  return (
    <>
      <span className="hidden sm:contents">
        <Button size="sm" variant="ghost" className="font-normal" onClick={onOpen}>
          <Eye aria-hidden className="size-4" />
          {t("request")}
        </Button>
      </span>
      <IconButton label={t("request")} className="sm:hidden" onClick={onOpen}>
        <Eye aria-hidden className="size-[18px]" />
      </IconButton>
    </>
  );
}
