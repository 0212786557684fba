"use client";

import { useEffect, useEffectEvent } from "react";
import { isTyping } from "@/components/picture/see-beneath";
import { type Fork, nearestFork } from "@/components/studio/thread/selection";
import { pressedKey } from "@/components/ui/pressed-key";
import type { TurnId } from "@/lib/contracts/ids";
import type { ThreadPage } from "@/lib/contracts/threads";

type Options = {
  page: ThreadPage;
  /** The selected picture's turn, used when no turn has the focus. */
  selectedTurnId: TurnId | null;
  isListening: boolean;
  goTo: (turnId: TurnId) => void;
};

/** `[` and `]` switch the branch at the focused turn, or at the fork nearest to the selected one. */
export function useThreadKeys({ page, selectedTurnId, isListening, goTo }: Options) {
  const step = useEffectEvent((event: KeyboardEvent) => {
    const key = pressedKey(event);
    if ((key !== "[" && key !== "]") || isTyping(event)) return;
    const fork: Fork | null = nearestFork(page, focusedTurn(page) ?? selectedTurnId);
    const target = key === "[" ? fork?.previous : fork?.next;
    if (!target) return;
    event.preventDefault();
    goTo(target);
  });
  useEffect(() => {
    if (!isListening) return undefined;
    const onKeyDown = (event: KeyboardEvent) => step(event);
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [isListening]);
}

function focusedTurn(page: ThreadPage): TurnId | null {
  const article = document.activeElement?.closest("article[id^='turn-']");
  return page.path.find((turn) => article?.id === `turn-${turn.id}`)?.id ?? null;
}
