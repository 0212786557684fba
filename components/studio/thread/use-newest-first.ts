"use client";

import { startTransition, useEffect, useMemo, useState } from "react";
import { newestOf } from "@/components/studio/thread/selection";
import { useHydrated } from "@/components/ui/use-hydrated";
import type { ThreadPage } from "@/lib/contracts/threads";

/**
 * The page with its newest turns alone in the server's markup and during hydration, and whole after that: the first
 * paint and the first input do not wait for turns above the screen. A page that opens in a running tab is whole at
 * once.
 */
export function useNewestFirst(page: ThreadPage): ThreadPage {
  const isHydrated = useHydrated();
  const [isWhole, setWhole] = useState(isHydrated);
  useEffect(() => startTransition(() => setWhole(true)), []);
  return useMemo(() => (isWhole ? page : newestOf(page)), [isWhole, page]);
}
