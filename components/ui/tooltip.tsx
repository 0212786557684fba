"use client";

import { useEffect, useRef, useState } from "react";
import { Kbd } from "@/components/ui/kbd";
import { pressedKey } from "@/components/ui/pressed-key";

/** Attributes that give an element a tooltip: `<button {...hint("Download", "D")}>`. */
export function hint(text: string, keys?: string): Record<string, string> {
  return keys ? { "data-hint": text, "data-hint-keys": keys } : { "data-hint": text };
}

type Shown = { text: string; keys: string | null; x: number; y: number; isAbove: boolean };

const DELAY_MS = 400;
const EDGE_PX = 8;
/** Longer texts wrap. */
const WIDEST_PX = 300;

/**
 * One layer shows all tooltips of the page by listening on the document, so that a control costs two attributes instead
 * of a positioning engine (Base UI's tooltip is 34 KB compressed). Tooltips repeat the accessible name, so screen
 * readers skip the layer.
 */
export function TooltipLayer() {
  const [shown, setShown] = useState<Shown | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    const hide = () => {
      clearTimeout(timer.current);
      setShown(null);
    };
    const showFor = (event: Event, delayMs: number) => {
      const host = event.target instanceof Element ? event.target.closest("[data-hint]") : null;
      hide();
      if (host) timer.current = setTimeout(() => setShown(placeBy(host)), delayMs);
    };
    const onOver = (event: PointerEvent) => {
      if (event.pointerType === "mouse") showFor(event, DELAY_MS);
    };
    // Show on focus only after Tab, not when a dialog moves the focus.
    let isTabbing = false;
    const onKey = (event: KeyboardEvent) => {
      hide();
      isTabbing = pressedKey(event) === "Tab";
    };
    const onFocus = (event: FocusEvent) => {
      if (isTabbing) showFor(event, 0);
    };
    const listening = new AbortController();
    const { signal } = listening;
    document.addEventListener("pointerover", onOver, { signal });
    document.addEventListener("focusin", onFocus, { signal });
    document.addEventListener("keydown", onKey, { signal, capture: true });
    for (const name of ["pointerdown", "focusout", "scroll"]) {
      document.addEventListener(name, hide, { signal, capture: true });
    }
    return () => {
      listening.abort();
      clearTimeout(timer.current);
    };
  }, []);

  if (!shown) return null;
  return (
    <div
      aria-hidden
      className="pointer-events-none fixed z-[100] flex items-center gap-2 rounded-[7px] bg-ink px-2 py-1 text-[12px] leading-4 w-max text-paper"
      style={{
        maxWidth: `min(${WIDEST_PX}px, calc(100vw - ${2 * EDGE_PX}px))`,
        left: shown.x,
        top: shown.y,
        transform: `translate(-50%, ${shown.isAbove ? "-100%" : "0"})`,
      }}
    >
      {shown.text}
      {shown.keys && <Kbd tone="inverse">{shown.keys}</Kbd>}
    </div>
  );
}

function placeBy(host: Element): Shown | null {
  const text = host.getAttribute("data-hint");
  if (!text || !host.isConnected) return null;
  const keys = host.getAttribute("data-hint-keys");
  const box = host.getBoundingClientRect();
  const isAbove = box.bottom + 40 > window.innerHeight;
  // An estimated width keeps the tooltip inside the window without measuring twice.
  const half = Math.min(
    text.length * 4 + (keys ? 24 : 10),
    WIDEST_PX / 2,
    window.innerWidth / 2 - EDGE_PX,
  );
  const middle = box.left + box.width / 2;
  return {
    text,
    keys,
    x: Math.min(Math.max(middle, half + EDGE_PX), window.innerWidth - half - EDGE_PX),
    y: isAbove ? box.top - 6 : box.bottom + 6,
    isAbove,
  };
}
