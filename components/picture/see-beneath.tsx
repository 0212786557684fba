"use client";

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { pressedKey } from "@/components/ui/pressed-key";

type Beneath = {
  /** The picture whose parent is shown now. */
  heldId: string | null;
  press: (imageId: string) => void;
  release: () => void;
  /** Sets the picture under the pointer or with the focus, which the `P` key acts on. */
  point: (imageId: string | null) => void;
};

const BeneathContext = createContext<Beneath | null>(null);

type Props = {
  /** The picture that `P` acts on when none is under the pointer. */
  fallbackId: string | null;
  /** False while a dialog with pictures of its own handles the keys. */
  isListening?: boolean;
  children: ReactNode;
};

/** See beneath: one picture at a time shows its parent while `P`, the pill or the picture itself is held. */
export function BeneathProvider({ fallbackId, isListening = true, children }: Props) {
  const [heldId, setHeldId] = useState<string | null>(null);
  const pointed = useRef<string | null>(null);
  const fallback = useRef(fallbackId);
  useEffect(() => {
    fallback.current = fallbackId;
  }, [fallbackId]);

  const release = useCallback(() => setHeldId(null), []);
  const point = useCallback((imageId: string | null) => {
    pointed.current = imageId;
  }, []);

  useEffect(() => {
    if (!isListening) return undefined;
    const listening = new AbortController();
    const { signal } = listening;
    const onDown = (event: KeyboardEvent) => {
      if (pressedKey(event)?.toLowerCase() !== "p" || event.repeat || isTyping(event)) return;
      setHeldId(pointed.current ?? fallback.current);
    };
    const onUp = (event: KeyboardEvent) => {
      if (pressedKey(event)?.toLowerCase() === "p") release();
    };
    document.addEventListener("keydown", onDown, { signal });
    document.addEventListener("keyup", onUp, { signal });
    // A keyup in another window never arrives here.
    window.addEventListener("blur", release, { signal });
    return () => {
      listening.abort();
      release();
    };
  }, [isListening, release]);

  const value = useMemo(
    () => ({ heldId, press: setHeldId, release, point }),
    [heldId, release, point],
  );
  return <BeneathContext value={value}>{children}</BeneathContext>;
}

export function useBeneath(): Beneath {
  const value = useContext(BeneathContext);
  if (!value) throw new Error("useBeneath needs a BeneathProvider above it");
  return value;
}

/** Whether a key press is typing or part of a shortcut. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.metaKey || event.ctrlKey || event.altKey || pressedKey(event) === null) return true;
  const { target } = event;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input, textarea, select"))
  );
}
