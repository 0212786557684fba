"use client";

import {
  Images,
  Inbox,
  Keyboard,
  KeyRound,
  Languages,
  Link2,
  LogOut,
  PanelLeft,
  Plus,
  Settings,
  Share,
  SquarePlus,
  SunMoon,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { enterWorkspace } from "@/lib/client/enter-workspace";
import { offeredShareable, openSharing } from "@/lib/client/sharing";
import { useShell } from "@/components/shell/shell-context";
import { signOut } from "@/components/shell/sign-out";
import { useModKey } from "@/components/shell/use-mod-key";
import { useStudio } from "@/components/shell/use-studio";
import { useOpenThread } from "@/components/shell/use-open-thread";
import { Avatar } from "@/components/ui/avatar";
import { THEMES, usePreferences } from "@/components/shell/use-preferences";
import { toast } from "@/components/ui/toast";
import { useProblemText } from "@/lib/client/problem-text";
import { imageBytesPath } from "@/lib/contracts/paths";
import type { ThreadSummary } from "@/lib/contracts/threads";
import { LOCALE_NAMES, LOCALES } from "@/lib/utils/locale";

export type PaletteEntry = {
  id: string;
  label: string;
  icon: ReactNode;
  keys?: string;
  run: () => void;
};

export type PaletteGroup = {
  name: "do" | "goTo" | "pictures" | "workspaces" | "settings";
  entries: PaletteEntry[];
};

const iconClass = "size-4";

/**
 * Palette results for a text: matching commands, and the threads the server found. Until the server answers, the
 * threads are those of an earlier text, filtered by title: typing "dark" and pressing Enter at once must not open an
 * unrelated thread.
 */
export function usePaletteGroups(
  text: string,
  threads: readonly ThreadSummary[],
  areOfThisText: boolean,
  pictures: readonly PaletteEntry[],
): PaletteGroup[] {
  const t = useTranslations("shell.palette");
  const tWorkspaces = useTranslations("shell.workspaces");
  const studio = useStudio();
  const tAccount = useTranslations("shell.account");
  const router = useRouter();
  const openThread = useOpenThread();
  const shell = useShell();
  const modKey = useModKey();
  const { setTheme, setLocale } = usePreferences();
  const problemText = useProblemText();
  const leave = () =>
    void signOut().catch((error: unknown) => toast(problemText(error), { tone: "error" }));

  const shareable = offeredShareable();
  const commands: PaletteEntry[] = [
    {
      id: "new",
      label: t("newThread"),
      icon: <Plus className={iconClass} />,
      keys: "N",
      run: () => router.push("/"),
    },
    {
      id: "gallery",
      label: t("gallery"),
      icon: <Images className={iconClass} />,
      keys: "G",
      run: () => router.push("/gallery"),
    },
    ...(shareable === null
      ? []
      : [
          {
            id: "share",
            label: t(`share.${shareable.target.kind}`),
            icon: <Share className={iconClass} />,
            keys: "S",
            run: () => openSharing(shareable),
          },
        ]),
    {
      id: "links",
      label: t("myLinks"),
      icon: <Link2 className={iconClass} />,
      run: () => router.push("/settings/links"),
    },
    {
      id: "notices",
      label: tAccount("notices"),
      icon: <Inbox className={iconClass} />,
      run: () => router.push("/settings/notices"),
    },
    {
      id: "sidebar",
      label: t("toggleSidebar"),
      icon: <PanelLeft className={iconClass} />,
      keys: `${modKey}\\`,
      run: shell.toggleSidebar,
    },
  ];
  const places: PaletteEntry[] = [
    ...studio.workspaces
      .filter(({ id }) => id !== studio.workspace.id)
      .map(({ id, name }) => ({
        id,
        label: tWorkspaces("enter", { name }),
        icon: <Avatar name={name} shape="square" size={20} />,
        run: () => enterWorkspace(id),
      })),
    {
      id: "new-workspace",
      label: tWorkspaces("new"),
      icon: <SquarePlus className={iconClass} />,
      run: shell.openNewWorkspace,
    },
  ];
  const preferences: PaletteEntry[] = [
    {
      id: "settings",
      label: tAccount("settings"),
      icon: <Settings className={iconClass} />,
      run: () => router.push("/settings"),
    },
    ...THEMES.map((name) => ({
      id: `theme-${name}`,
      label: t("theme", { name: tAccount(`themes.${name}`) }),
      icon: <SunMoon className={iconClass} />,
      run: () => setTheme(name),
    })),
    ...LOCALES.map((name) => ({
      id: `language-${name}`,
      label: t("language", { name: LOCALE_NAMES[name] }),
      icon: <Languages className={iconClass} />,
      run: () => setLocale(name),
    })),
    {
      id: "password",
      label: tAccount("changePassword"),
      icon: <KeyRound className={iconClass} />,
      run: shell.openPasswordDialog,
    },
    {
      id: "keys",
      label: tAccount("keys"),
      icon: <Keyboard className={iconClass} />,
      keys: "?",
      run: shell.openShortcuts,
    },
    {
      id: "sign-out",
      label: tAccount("signOut"),
      icon: <LogOut className={iconClass} />,
      run: leave,
    },
  ];
  const found = threads.map((thread) => ({
    id: thread.id,
    label: thread.title,
    icon: <Cover thread={thread} />,
    run: () => openThread.open(thread.id),
  }));

  const groups: PaletteGroup[] = [
    { name: "do", entries: commands.filter((entry) => holds(entry.label, text)) },
    {
      name: "goTo",
      entries: found.filter((entry) => areOfThisText || holds(entry.label, text)),
    },
    { name: "pictures", entries: [...pictures] },
    { name: "workspaces", entries: places.filter((entry) => holds(entry.label, text)) },
    { name: "settings", entries: preferences.filter((entry) => holds(entry.label, text)) },
  ];
  return groups.filter(({ entries }) => entries.length > 0);
}

/** Whether a label contains every word of a text, in any order. */
function holds(label: string, text: string): boolean {
  const lower = label.toLocaleLowerCase();
  return text
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}

function Cover({ thread: { cover } }: { thread: ThreadSummary }) {
  if (!cover) return <span className="size-7 rounded-print bg-plate" />;
  return (
    <img
      src={imageBytesPath(cover.imageId, 256)}
      alt=""
      className="size-7 rounded-print bg-plate object-cover"
    />
  );
}
