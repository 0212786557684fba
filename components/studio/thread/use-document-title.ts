"use client";

import { useEffect } from "react";

/** Updates the tab's title when an open thread is renamed; the server sets the initial one. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Pentimento`;
  }, [title]);
}
