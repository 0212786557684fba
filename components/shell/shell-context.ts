"use client";

import { createContext, use } from "react";
import type { StreamState } from "@/lib/client/event-stream";

/** Where the sidebar is shown: beside the page, or over it on a narrow window. */
export type SidebarPlace = "aside" | "drawer";

export type Shell = {
  /** Whether the sidebar stands beside the page (wide windows). */
  isSidebarOpen: boolean;
  /** Wide: shows or hides the sidebar. Narrow: opens the drawer. */
  toggleSidebar: () => void;
  openSidebar: () => void;
  closeDrawer: () => void;
  /** In which of the two the list of workspaces is open. */
  switcherAt: SidebarPlace | null;
  setSwitcher: (place: SidebarPlace | null) => void;
  /** Shows the sidebar where it belongs, with the list of workspaces. */
  openSwitcher: () => void;
  openNewWorkspace: () => void;
  openPalette: () => void;
  openKeys: () => void;
  openPasswordDialog: () => void;
  streamState: StreamState;
};

export const ShellContext = createContext<Shell | null>(null);

/** The studio's frame, for the pages in it. */
export function useShell(): Shell {
  const shell = use(ShellContext);
  if (!shell) throw new Error("useShell() works inside <AppShell> only");
  return shell;
}
