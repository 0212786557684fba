"use client";

import { useTranslations } from "next-intl";
import { Chip } from "@/components/composer/chip";
import { VisibilityIcon, VisibilityMenu } from "@/components/composer/visibility-menu";
import { hint } from "@/components/ui/tooltip";
import type { ThreadVisibility } from "@/lib/contracts/threads";

type Props = {
  visibility: ThreadVisibility;
  workspaceName: string;
  onChange: (visibility: ThreadVisibility) => void;
};

/** Who will see a new thread. */
export function VisibilityChip({ visibility, workspaceName, onChange }: Props) {
  const t = useTranslations("composer.visibility");
  const tThread = useTranslations("studio.visibility");
  const who = tThread(visibility, { name: workspaceName });
  return (
    <VisibilityMenu
      visibility={visibility}
      workspaceName={workspaceName}
      onChange={onChange}
      side="top"
      align="start"
      trigger={
        <Chip aria-label={t("is", { who })} {...hint(t("label"))}>
          <VisibilityIcon visibility={visibility} />
          {/* A phone shows only the icon; the accessible label and the menu carry the text. */}
          <span className="max-w-44 truncate max-sm:hidden">{who}</span>
        </Chip>
      }
    />
  );
}
