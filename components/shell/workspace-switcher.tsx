"use client";

import { ChevronsUpDown, Plus, Users } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { enterWorkspace } from "@/components/shell/enter-workspace";
import { type SidebarPlace, useShell } from "@/components/shell/shell-context";
import { useStudio } from "@/components/shell/use-studio";
import { useSwitcherKeys } from "@/components/shell/use-mod-key";
import { Avatar } from "@/components/ui/avatar";
import { MenuAt, type MenuEntry } from "@/components/ui/menu";
import { hint } from "@/components/ui/tooltip";

/** Which workspace one stands in, and the way to the others. */
export function WorkspaceSwitcher({ place }: { place: SidebarPlace }) {
  const t = useTranslations("shell.workspaces");
  const roles = useTranslations("shell.roles");
  const { workspace, workspaces } = useStudio();
  const { switcherAt, setSwitcher, openNewWorkspace, closeDrawer } = useShell();
  const keys = useSwitcherKeys();
  const router = useRouter();
  const [trigger, setTrigger] = useState<HTMLElement | null>(null);
  const isOpen = switcherAt === place;

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
    "line",
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

  return (
    <div className="mx-2.5 mt-2 mb-2.5">
      <button
        {...hint(t("switch"), keys)}
        ref={setTrigger}
        type="button"
        aria-label={t("current", { name: workspace.name })}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setSwitcher(isOpen ? null : place)}
        className="flex h-10 w-full items-center gap-2.5 rounded-control px-2 text-left transition-colors hover:bg-hover aria-expanded:bg-hover pointer-coarse:h-11"
      >
        <Avatar name={workspace.name} shape="square" size={20} />
        <span className="min-w-0 flex-1 truncate font-semibold">{workspace.name}</span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-muted" />
      </button>
      <MenuAt
        anchor={isOpen ? trigger : null}
        onClose={() => setSwitcher(null)}
        label={t("heading")}
        entries={entries}
      />
    </div>
  );
}
