"use client";

import { useCallback, useEffect, useEffectEvent, useRef } from "react";
import { writeAddress } from "@/components/gallery/use-gallery-address";
import type { ImageId } from "@/lib/contracts/ids";

type Options = {
  onOpen: (imageId: ImageId) => void;
  /** The viewer closed at the picture with which it was opened. */
  onReturn: (imageId: ImageId) => void;
  /** It closed at another one. */
  onMoved: (imageId: ImageId) => void;
};

/** Opens the viewer over the wall with an entry in the history, and comes back to the picture that it showed last. */
export function useWallViewer(shown: ImageId | null, { onOpen, onReturn, onMoved }: Options) {
  const wasPushed = useRef(false);
  const opened = useRef<ImageId | null>(null);
  const last = useRef<ImageId | null>(null);

  const tellOpen = useEffectEvent(onOpen);
  const closed = useEffectEvent(() => {
    if (last.current === null) return;
    if (last.current === opened.current) onReturn(last.current);
    else onMoved(last.current);
    opened.current = null;
    last.current = null;
  });
  useEffect(() => {
    if (shown !== null) {
      last.current = shown;
      tellOpen(shown);
      return undefined;
    }
    // After the dialog has returned the focus to where it was opened.
    const timer = setTimeout(() => closed());
    return () => clearTimeout(timer);
  }, [shown]);

  const open = useCallback((imageId: ImageId) => {
    wasPushed.current = true;
    opened.current = imageId;
    writeAddress("push", { image: imageId });
  }, []);
  const closeViewer = () => {
    if (wasPushed.current) window.history.back();
    else writeAddress("replace", { image: null });
    wasPushed.current = false;
  };
  return { open, closeViewer };
}
