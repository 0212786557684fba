"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { studioQuery } from "@/lib/client/queries";
import type { StudioState } from "@/lib/contracts/account";

/** The signed-in tab's state: user, workspace, models, spending. AppShell seeds the cache, so it never suspends. */
export function useStudio(): StudioState {
  return useSuspenseQuery(studioQuery()).data;
}

/** Gives a model's name for people; the id of one that is no longer offered. */
export function useModelLabel(): (model: string) => string {
  const { models } = useStudio();
  return (model) => models.find(({ id }) => id === model)?.label ?? model;
}
