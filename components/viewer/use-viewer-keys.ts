"use client";

import { type RefObject, useEffect, useEffectEvent } from "react";
import { isTyping } from "@/components/picture/see-beneath";
import { pressedKey } from "@/components/ui/pressed-key";
import { COMPARE_MODES } from "@/components/viewer/compare/compare-mode";
import type { Compare } from "@/components/viewer/compare/use-compare";
import { comboOf, type ViewerAct } from "@/components/viewer/viewer-act";
import type { StageHandle } from "@/components/viewer/viewer-stage";

type Options = {
  room: RefObject<HTMLElement | null>;
  acts: readonly ViewerAct[];
  stage: RefObject<StageHandle | null>;
  compare: Compare;
  step: (by: -1 | 1) => void;
  swap: () => void;
  toggleDetails: () => void;
  undo: (() => void) | null;
  close: () => void;
};

/** The keys of the viewer: arrows, its acts, zoom, and those of comparing. Escape belongs to the dialog. */
export function useViewerKeys(options: Options): void {
  const press = (combo: string, event: KeyboardEvent): void => {
    const { acts, compare, stage } = options;
    const act = acts.find((one) => one.combo === combo);
    const mode = compare.isOn ? COMPARE_MODES[Number(combo) - 1] : undefined;
    if (act) act.run("key");
    else if (mode) compare.setMode(mode);
    else if (combo === "s" && compare.isOn) options.swap();
    else if (combo === "arrowleft") options.step(-1);
    else if (combo === "arrowright") options.step(1);
    else if (combo === "i") options.toggleDetails();
    else if (combo === "z") options.undo?.();
    else if (combo === "0") stage.current?.toPixels();
    else if (combo === "+" || combo === "=") stage.current?.zoomIn();
    else if (combo === "-") stage.current?.zoomOut();
    // As on the wall: Enter goes in and out.
    else if (combo === "enter" && event.target === options.room.current) options.close();
    else if (combo === " " && compare.mode === "flicker" && compare.isOn && isOnStage(event)) {
      event.preventDefault();
      stage.current?.flick();
    }
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const key = pressedKey(event);
    if (key === null || isTyping(event) || isElsewhere(event)) return;
    const combo = comboOf(key, event.shiftKey);
    // Held down, an act would go through picture after picture.
    if (event.repeat && !combo.startsWith("arrow")) return;
    if (combo.startsWith("arrow") && hasOwnArrows(event)) return;
    press(combo, event);
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => onKey(event);
    // In the capture phase: the dialog stops arrow keys from bubbling.
    document.addEventListener("keydown", onKeyDown, { capture: true });
    return () => document.removeEventListener("keydown", onKeyDown, { capture: true });
  }, []);
}

/** In a dialog, menu or list over the viewer, which has keys of its own. */
function isElsewhere({ target }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  const inner = target.closest('[role="dialog"], [role="alertdialog"], [role="menu"]');
  return inner !== null && inner.querySelector("[data-viewer]") === null;
}

function hasOwnArrows({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest("[data-own-arrows]") !== null;
}

/** Space presses the button that has the focus, except one of the modes. */
function isOnStage({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest("aside, ol, header, [role=slider]") === null;
}
