"use client";

import { useEffect } from "react";

/** Keeps the tab's title up with a thread that is renamed while it is open; the page's own comes from the server. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Pentimento`;
  }, [title]);
}
