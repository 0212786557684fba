"use client";

import { Lock, Users } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactElement } from "react";
import type { TriggerProps } from "@/components/ui/use-anchored";
import { Menu, type MenuPlacement } from "@/components/ui/menu";
import type { ThreadVisibility } from "@/lib/contracts/threads";

type Props = MenuPlacement & {
  visibility: ThreadVisibility;
  workspaceName: string;
  onChange: (visibility: ThreadVisibility) => void;
  trigger: ReactElement<TriggerProps>;
};

export function VisibilityMenu({ visibility, workspaceName, onChange, ...rest }: Props) {
  const t = useTranslations("studio.visibility");
  return (
    <Menu
      {...rest}
      label={t("label")}
      entries={(["private", "workspace"] as const).map((choice) => ({
        label: t(choice, { name: workspaceName }),
        icon: <VisibilityIcon visibility={choice} />,
        isChecked: choice === visibility,
        onSelect: () => onChange(choice),
      }))}
    />
  );
}

export function VisibilityIcon({ visibility }: { visibility: ThreadVisibility }) {
  const Icon = visibility === "private" ? Lock : Users;
  return <Icon aria-hidden className="size-4 shrink-0" />;
}
