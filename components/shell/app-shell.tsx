"use client";

import { useQueryClient } from "@tanstack/react-query";
import { usePathname, useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { ConnectionNote } from "@/components/shell/connection-note";
import { type Shell, ShellContext, type SidebarPosition } from "@/components/shell/shell-context";
import { shareOffered } from "@/lib/client/sharing";
import { Sidebar } from "@/components/shell/sidebar";
import { SIDEBAR_COOKIE } from "@/components/shell/sidebar-cookie";
import { MembershipNotices } from "@/components/shell/membership-notices";
import { useActivity } from "@/components/shell/use-activity";
import { useEventStream } from "@/components/shell/use-event-stream";
import { useStoredPreferences } from "@/components/shell/use-preferences";
import { useReaderZone } from "@/components/shell/use-reader-zone";
import { useTabWorkspace } from "@/components/shell/use-tab-workspace";
import { useShortcuts } from "@/components/shell/use-shortcuts";
import { Dialog } from "@/components/ui/dialog";
import { lazyPiece, openHandle } from "@/components/ui/lazy-piece";
import { writeCookie } from "@/lib/client/browser-cookie";
import { keys } from "@/lib/client/query-keys";
import type { ThreadListPages } from "@/lib/client/thread-lists";
import type { StudioState } from "@/lib/contracts/account";
import type { ThreadList } from "@/lib/contracts/threads";

const Palette = lazyPiece(
  () => import("@/components/shell/palette").then((it) => it.default),
  openHandle,
);
const KeysDialog = lazyPiece(
  () => import("@/components/shell/keys-dialog").then((it) => it.default),
  openHandle,
);
const NewWorkspaceDialog = lazyPiece(
  () => import("@/components/shell/new-workspace-dialog").then((it) => it.default),
  openHandle,
);
const PasswordDialog = lazyPiece(
  () => import("@/components/account/password-dialog").then((it) => it.default),
  openHandle,
);

/** Below this width the sidebar is a drawer. Tailwind's `md`. */
const WIDE = "(min-width: 768px)";

type Overlay = "palette" | "keys" | "password" | "workspace";

type Props = {
  initial: StudioState;
  threads: ThreadList;
  isSidebarOpen: boolean;
  children: ReactNode;
};

/** The studio's frame: sidebar or drawer, palette, shortcuts, event stream, and tab title. */
export function AppShell({ initial, threads, isSidebarOpen: isOpenAtFirst, children }: Props) {
  useTabWorkspace(initial.workspace.id);
  useSeed(initial, threads);
  useStoredPreferences(initial.user);
  const router = useRouter();
  const pathname = usePathname();
  const t = useTranslations("shell");
  const [isSidebarOpen, setSidebarOpen] = useState(isOpenAtFirst);
  // The path at which the drawer was opened; a navigation closes it.
  const [drawerPath, setDrawerPath] = useState<string | null>(null);
  const isDrawerOpen = drawerPath === pathname;
  const setDrawerOpen = useCallback(
    (isOpen: boolean) => setDrawerPath(isOpen ? pathname : null),
    [pathname],
  );
  const [switcherAt, setSwitcher] = useState<SidebarPosition | null>(null);
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const onEvent = useActivity(initial.user.id);
  const streamState = useEventStream(initial.eventSeq, onEvent);
  useReaderZone();

  const setAndRememberSidebar = useCallback((isOpen: boolean) => {
    setSidebarOpen(isOpen);
    writeCookie(SIDEBAR_COOKIE, isOpen ? "open" : "closed");
  }, []);
  const toggleSidebar = useCallback(() => {
    if (window.matchMedia(WIDE).matches) setAndRememberSidebar(!isSidebarOpen);
    else setDrawerOpen(!isDrawerOpen);
  }, [isSidebarOpen, setAndRememberSidebar, isDrawerOpen, setDrawerOpen]);

  const shell = useMemo<Shell>(
    () => ({
      isSidebarOpen,
      toggleSidebar,
      openSidebar: () => {
        if (window.matchMedia(WIDE).matches) setAndRememberSidebar(true);
        else setDrawerOpen(true);
      },
      closeDrawer: () => setDrawerOpen(false),
      switcherAt,
      setSwitcher,
      openSwitcher: () => {
        const isWide = window.matchMedia(WIDE).matches;
        if (isWide) setAndRememberSidebar(true);
        else setDrawerOpen(true);
        setSwitcher(isWide ? "aside" : "drawer");
      },
      openNewWorkspace: () => setOverlay("workspace"),
      openPalette: () => setOverlay("palette"),
      openShortcuts: () => setOverlay("keys"),
      openPasswordDialog: () => setOverlay("password"),
      streamState,
    }),
    [isSidebarOpen, toggleSidebar, setAndRememberSidebar, setDrawerOpen, switcherAt, streamState],
  );

  useShortcuts({
    n: () => {
      if (pathname === "/") document.querySelector<HTMLElement>("main textarea")?.focus();
      else router.push("/");
    },
    g: () => router.push("/gallery"),
    s: shareOffered,
    "?": shell.openShortcuts,
    "mod+k": shell.openPalette,
    "mod+shift+o": shell.openSwitcher,
    "mod+\\": toggleSidebar,
  });

  const overlayProps = (name: Overlay) => ({
    open: overlay === name,
    onOpenChange: (isOpen: boolean) => setOverlay(isOpen ? name : null),
  });

  return (
    <ShellContext value={shell}>
      <a
        href="#main"
        className="sr-only z-50 rounded-control bg-ink px-3 py-2 text-paper focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        {t("skip")}
      </a>
      <div className="flex h-dvh overflow-hidden">
        <aside
          aria-label={t("sidebar")}
          inert={!isSidebarOpen}
          className={`hidden shrink-0 overflow-hidden bg-sidebar transition-[width] duration-200 md:block ${
            isSidebarOpen ? "w-64 border-r border-line" : "w-0"
          }`}
        >
          <div className="h-full w-[255px]">
            <Sidebar position="aside" />
          </div>
        </aside>
        <Dialog
          open={isDrawerOpen}
          onOpenChange={setDrawerOpen}
          placement="left"
          title={t("sidebar")}
        >
          <Sidebar position="drawer" />
        </Dialog>
        <main id="main" tabIndex={-1} className="relative min-w-0 flex-1 outline-none">
          <ConnectionNote />
          <MembershipNotices />
          {children}
        </main>
      </div>
      {overlay === "palette" && <Palette {...overlayProps("palette")} />}
      {overlay === "keys" && <KeysDialog {...overlayProps("keys")} />}
      {overlay === "workspace" && <NewWorkspaceDialog {...overlayProps("workspace")} />}
      {overlay === "password" && <PasswordDialog {...overlayProps("password")} />}
    </ShellContext>
  );
}

/** Seeds the cache with the server's first render, once; events keep it current from then on. */
function useSeed(initial: StudioState, threads: ThreadList): void {
  const client = useQueryClient();
  useState(() => {
    if (client.getQueryData(keys.studio()) === undefined) {
      client.setQueryData(keys.studio(), initial);
    }
    if (client.getQueryData(keys.threads()) === undefined) {
      client.setQueryData<ThreadListPages>(keys.threads(), {
        pages: [threads],
        pageParams: [null],
      });
    }
    return null;
  });
}
