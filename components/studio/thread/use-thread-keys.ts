"use client";

import { useEffect, useEffectEvent } from "react";
import { isTyping } from "@/components/picture/see-beneath";
import { type Fork, nearestFork } from "@/components/studio/thread/selection";
import { pressedKey } from "@/components/ui/pressed-key";
import type { TurnId } from "@/lib/contracts/ids";
import type { ThreadPage } from "@/lib/contracts/threads";

type Options = {
  page: ThreadPage;
  /** The turn that one stands on, for when the focus is in none. */
  standingAt: TurnId | null;
  isListening: boolean;
  goTo: (turnId: TurnId) => void;
};

/** `[` and `]` step through the branches of the turn with the focus, or of the one nearest to where one stands. */
export function useThreadKeys({ page, standingAt, isListening, goTo }: Options) {
  const step = useEffectEvent((event: KeyboardEvent) => {
    const key = pressedKey(event);
    if ((key !== "[" && key !== "]") || isTyping(event)) return;
    const fork: Fork | null = nearestFork(page, focusedTurn(page) ?? standingAt);
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
