"use client";

import { ChevronsUpDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type SidebarPosition, useShell } from "@/components/shell/shell-context";
import { useStudio } from "@/components/shell/use-studio";
import { useSwitcherKeys } from "@/components/shell/use-mod-key";
import { floatingHandle } from "@/components/ui/anchored";
import { Avatar } from "@/components/ui/avatar";
import { lazyPiece } from "@/components/ui/lazy-piece";
import { hint } from "@/components/ui/tooltip";

const WorkspaceMenu = lazyPiece(
  () => import("@/components/shell/workspace-menu").then((it) => it.default),
  floatingHandle,
);

/** Shows the current workspace and switches between workspaces. */
export function WorkspaceSwitcher({ position }: { position: SidebarPosition }) {
  const t = useTranslations("shell.workspaces");
  const { workspace } = useStudio();
  const { switcherAt, setSwitcher } = useShell();
  const keys = useSwitcherKeys();
  const [trigger, setTrigger] = useState<HTMLElement | null>(null);
  const isOpen = switcherAt === position;

  return (
    <div className="mx-2.5 mt-2 mb-2.5">
      <button
        {...hint(t("switch"), keys)}
        ref={setTrigger}
        type="button"
        aria-label={t("current", { name: workspace.name })}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onPointerEnter={() => void WorkspaceMenu.preload()}
        onFocus={() => void WorkspaceMenu.preload()}
        onClick={() => setSwitcher(isOpen ? null : position)}
        className="flex h-10 w-full items-center gap-2.5 rounded-control px-2 text-left transition-colors hover:bg-hover aria-expanded:bg-hover pointer-coarse:h-11"
      >
        <Avatar name={workspace.name} shape="square" size={20} />
        <span className="min-w-0 flex-1 truncate font-semibold">{workspace.name}</span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-muted" />
      </button>
      {/* Rendered beside the button, because a shortcut can open it too. */}
      {isOpen && trigger && (
        <WorkspaceMenu
          isOpen
          onOpenChange={(next) => setSwitcher(next ? position : null)}
          anchor={trigger}
        />
      )}
    </div>
  );
}
