"use client";

import { Pencil, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { thumbhashColour } from "@/components/picture/thumbhash-colour";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import type { ImageView } from "@/lib/contracts/images";
import { imageBytesPath } from "@/lib/contracts/paths";

type Props = {
  base: { image: ImageView; label: string } | null;
  isEditing: boolean;
  /** The target was deleted or is no longer visible to this user. */
  isGone: boolean;
  onClear: () => void;
  onNewest: () => void;
};

/** Shows which picture the next turn refines, or that an earlier instruction is being edited. */
export function ContextStrip({ base, isEditing, isGone, onClear, onNewest }: Props) {
  const t = useTranslations("composer.context");
  if (isGone) return <GoneStrip onClear={onClear} onNewest={onNewest} />;
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

/** No replacement is chosen automatically: that would pay for changing a different picture. */
function GoneStrip({ onClear, onNewest }: Pick<Props, "onClear" | "onNewest">) {
  const t = useTranslations("composer.context");
  return (
    <div role="alert" className="px-3.5 pt-3">
      <p className="text-[13px] text-danger">{t("gone")}</p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button onClick={onNewest}>{t("newest")}</Button>
        <Button variant="ghost" onClick={onClear}>
          {t("clear")}
        </Button>
      </div>
    </div>
  );
}

function emphasised(words: ReactNode) {
  return <span className="font-medium text-ink">{words}</span>;
}
