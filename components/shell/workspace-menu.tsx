"use client";

import { Plus, Users } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { enterWorkspace } from "@/lib/client/enter-workspace";
import { useShell } from "@/components/shell/shell-context";
import { useStudio } from "@/components/shell/use-studio";
import type { Floating } from "@/components/ui/anchored";
import { Avatar } from "@/components/ui/avatar";
import type { MenuEntry } from "@/components/ui/menu";
import MenuPopup from "@/components/ui/menu-popup";

/** The workspace switcher's menu: the user's workspaces, and creating a new one. */
export default function WorkspaceMenu(floating: Floating) {
  const t = useTranslations("shell.workspaces");
  const roles = useTranslations("shell.roles");
  const { workspace, workspaces } = useStudio();
  const { openNewWorkspace, closeDrawer } = useShell();
  const router = useRouter();

  const entries: MenuEntry[] = [
    { heading: t("heading") },
    ...workspaces.map(({ id, name, kind, role }) => ({
      label: name,
      detail: kind === "personal" ? t("personal") : roles(role),
      icon: <Avatar name={name} shape="square" size={18} />,
      isChecked: id === workspace.id,
      onSelect: () => {
        if (id !== workspace.id) enterWorkspace(id);
      },
    })),
    "separator",
    ...(workspace.kind === "team"
      ? [
          {
            label: t("members"),
            icon: <Users className="size-4" />,
            onSelect: () => {
              closeDrawer();
              router.push("/settings/members");
            },
          },
        ]
      : []),
    {
      label: t("new"),
      icon: <Plus className="size-4" />,
      onSelect: () => {
        closeDrawer();
        openNewWorkspace();
      },
    },
  ];

  return <MenuPopup {...floating} label={t("heading")} entries={entries} />;
}
