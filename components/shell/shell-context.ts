"use client";

import { createContext, use } from "react";
import type { StreamState } from "@/lib/client/event-stream";

export type Shell = {
  /** Whether the sidebar stands beside the page (wide windows). */
  isSidebarOpen: boolean;
  /** Wide: shows or hides the sidebar. Narrow: opens the drawer. */
  toggleSidebar: () => void;
  openSidebar: () => void;
  closeDrawer: () => void;
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
