"use client";

import { useEffect, useRef } from "react";
import type { ImageId } from "@/lib/contracts/ids";

/** The element around a picture of the thread. */
export function pictureElementId(imageId: ImageId): string {
  return `picture-${imageId}`;
}

/** When the viewer closes at another picture than it was opened with, the thread goes there. */
export function useViewerReturn(viewed: ImageId | null): void {
  const opened = useRef<ImageId | null>(null);
  const last = useRef<ImageId | null>(null);
  useEffect(() => {
    if (viewed !== null) {
      opened.current ??= viewed;
      last.current = viewed;
      return undefined;
    }
    const [from, to] = [opened.current, last.current];
    opened.current = null;
    last.current = null;
    if (to === null || to === from) return undefined;
    // After the dialog has returned the focus to where it was opened.
    const timer = setTimeout(() => {
      const element = document.getElementById(pictureElementId(to));
      // Refine and the like have moved the focus already.
      if (!element || document.activeElement?.matches("textarea, [contenteditable]")) return;
      element.scrollIntoView({ block: "center" });
      element.querySelector("button")?.focus({ preventScroll: true });
    });
    return () => clearTimeout(timer);
  }, [viewed]);
}
