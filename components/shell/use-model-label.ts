"use client";

import { useStudio } from "@/components/shell/use-studio";

/** Gives a model's name for people; the id of one that is no longer offered. */
export function useModelLabel(): (model: string) => string {
  const { models } = useStudio();
  return (model) => models.find(({ id }) => id === model)?.label ?? model;
}
