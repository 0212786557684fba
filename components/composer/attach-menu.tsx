"use client";

import { AtSign, Link, MonitorUp } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Floating } from "@/components/ui/anchored";
import MenuPopup from "@/components/ui/menu-popup";

type Props = Floating & {
  onComputer: () => void;
  onAddress: () => void;
  onEarlier: () => void;
};

export default function AttachMenu({ onComputer, onAddress, onEarlier, ...floating }: Props) {
  const t = useTranslations("composer.attach");
  return (
    <MenuPopup
      {...floating}
      label={t("label")}
      side="top"
      entries={[
        {
          label: t("computer"),
          icon: <MonitorUp aria-hidden className="size-4" />,
          onSelect: onComputer,
        },
        {
          label: t("address"),
          icon: <Link aria-hidden className="size-4" />,
          onSelect: onAddress,
        },
        {
          label: t("earlier"),
          icon: <AtSign aria-hidden className="size-4" />,
          keys: "@",
          onSelect: onEarlier,
        },
      ]}
    />
  );
}
