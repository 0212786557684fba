"use client";

import { useState } from "react";
import type { TurnId } from "@/lib/contracts/ids";

/** `key` tells two wishes for the same turn apart. */
export type WishedTurn = { turnId: TurnId; key: number };

/** The turn to bring into view: the one that the address names, whenever it changes, or one that was asked for. */
export function useWishedTurn(at: TurnId | null) {
  const [seenAt, setSeenAt] = useState<TurnId | null>(null);
  const [wish, setWish] = useState<WishedTurn | null>(null);
  const wishFor = (turnId: TurnId) => setWish((last) => ({ turnId, key: (last?.key ?? 0) + 1 }));
  if (at !== seenAt) {
    setSeenAt(at);
    if (at !== null) wishFor(at);
  }
  return [wish, wishFor] as const;
}
