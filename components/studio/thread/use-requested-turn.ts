"use client";

import { useState } from "react";
import type { TurnId } from "@/lib/contracts/ids";

export type RequestedTurn = {
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
  const [requested, setRequested] = useState<RequestedTurn | null>(null);
  const requestTurn = (turnId: TurnId, how: { isArrival?: boolean; takesFocus?: boolean } = {}) =>
    setRequested((last) => ({
      turnId,
      key: (last?.key ?? 0) + 1,
      isArrival: how.isArrival ?? false,
      takesFocus: how.takesFocus ?? false,
    }));
  if (at !== seenAt) {
    setSeenAt(at);
    if (at !== null) requestTurn(at, { isArrival: seenAt === undefined });
  }
  return [requested, requestTurn] as const;
}
