"use client";

import { Pencil, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { thumbhashColour } from "@/components/studio/thumbhash-colour";
import { IconButton } from "@/components/ui/icon-button";
import type { ImageView } from "@/lib/contracts/images";
import { imageBytesPath } from "@/lib/contracts/paths";

type Props = {
  base: { image: ImageView; label: string } | null;
  isEditing: boolean;
  onClear: () => void;
};

/** What the next turn goes on from, or that an earlier instruction is being edited. */
export function ContextStrip({ base, isEditing, onClear }: Props) {
  const t = useTranslations("composer.context");
  if (base === null && !isEditing) return null;
  return (
    <div className="flex items-center gap-2.5 px-3.5 pt-3">
      {base !== null && (
        <img
          src={imageBytesPath(base.image.id, 256)}
          alt=""
          className="h-[26px] w-10 shrink-0 rounded-print object-cover"
          style={{ background: thumbhashColour(base.image.thumbhash) }}
        />
      )}
      {isEditing && base === null && <Pencil aria-hidden className="size-4 shrink-0 text-muted" />}
      <p className="min-w-0 flex-1 truncate text-[13px] text-muted">
        {isEditing
          ? t("editing")
          : t.rich("goingOn", {
              label: base?.label ?? "",
              strong: emphasised,
            })}
      </p>
      <IconButton size="sm" label={isEditing ? t("cancelEdit") : t("clear")} onClick={onClear}>
        <X aria-hidden className="size-4" />
      </IconButton>
    </div>
  );
}

function emphasised(words: ReactNode) {
  return <span className="font-medium text-ink">{words}</span>;
}
