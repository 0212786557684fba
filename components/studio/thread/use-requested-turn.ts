"use client";

import { useState } from "react";
import type { TurnId } from "@/lib/contracts/ids";

export type WishedTurn = {
  turnId: TurnId;
  /** Tells two wishes for the same turn apart. */
  key: number;
  /** The address had it when the page was opened: nobody went there from somewhere else on the page. */
  isArrival: boolean;
  /** What was pressed is done with: the turn has the focus, wherever it was. */
  takesFocus: boolean;
};

/** The turn to bring into view: the one that the address names, whenever it changes, or one that was asked for. */
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
