"use client";

import { useState } from "react";
import type { TurnId } from "@/lib/contracts/ids";

export type WishedTurn = {
  turnId: TurnId;
  /** Distinguishes two requests for the same turn. */
  key: number;
  /** The turn was in the address when the page opened. */
  isArrival: boolean;
  /** Move the focus to the turn, wherever it was. */
  takesFocus: boolean;
};

/** The turn to scroll to: the one in the address whenever it changes, or a requested one. */
export function useRequestedTurn(at: TurnId | null) {
  const [seenAt, setSeenAt] = useState<TurnId | null | undefined>(undefined);
  const [wish, setWish] = useState<WishedTurn | null>(null);
  const wishFor = (turnId: TurnId, how: { isArrival?: boolean; takesFocus?: boolean } = {}) =>
    setWish((last) => ({
      turnId,
      key: (last?.key ?? 0) + 1,
      isArrival: how.isArrival ?? false,
      takesFocus: how.takesFocus ?? false,
    }));
  if (at !== seenAt) {
    setSeenAt(at);
    if (at !== null) wishFor(at, { isArrival: seenAt === undefined });
  }
  return [wish, wishFor] as const;
}
