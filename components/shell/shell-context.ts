"use client";

import { createContext, use } from "react";
import type { StreamState } from "@/lib/client/event-stream";

/** Where the sidebar is: beside the page, or a drawer over it in a narrow window. */
export type SidebarPosition = "aside" | "drawer";

export type Shell = {
  /** Whether the sidebar is shown beside the page (wide windows). */
  isSidebarOpen: boolean;
  /** Wide: shows or hides the sidebar. Narrow: opens the drawer. */
  toggleSidebar: () => void;
  openSidebar: () => void;
  closeDrawer: () => void;
  /** Which of the two has the workspace switcher open. */
  switcherAt: SidebarPosition | null;
  setSwitcher: (position: SidebarPosition | null) => void;
  /** Shows the sidebar and opens the workspace switcher in it. */
  openSwitcher: () => void;
  openNewWorkspace: () => void;
  openPalette: () => void;
  openShortcuts: () => void;
  openPasswordDialog: () => void;
  streamState: StreamState;
};

export const ShellContext = createContext<Shell | null>(null);

export function useShell(): Shell {
  const shell = use(ShellContext);
  if (!shell) throw new Error("useShell() works inside <AppShell> only");
  return shell;
}
