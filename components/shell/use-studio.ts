"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { studioQuery } from "@/lib/client/queries";
import type { StudioState } from "@/lib/contracts/account";

/** The signed-in tab's state: user, workspace, models, spending. AppShell seeds the cache, so it never suspends. */
export function useStudio(): StudioState {
  return useSuspenseQuery(studioQuery()).data;
}
