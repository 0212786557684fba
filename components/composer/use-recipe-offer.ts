"use client";

import { useRef, useState } from "react";
import type { FoundRecipe } from "@/lib/client/read-recipe";
import { TEMPERATURE_MAX, VARIATIONS_MAX } from "@/lib/contracts/limits";
import type { TurnSettings } from "@/lib/contracts/settings";

/** What using a recipe changes in the composer. */
export interface RecipeUse {
  text: string;
  settings: TurnSettings;
  systemInstruction: string;
}

/** The recipe of the last picture that came in as a file, until it is used or dismissed. */
export function useRecipeOffer(addFiles: (files: Iterable<File>) => void) {
  const [offer, setOffer] = useState<FoundRecipe | null>(null);
  const latest = useRef(0);
  return {
    offer,
    dismiss: () => setOffer(null),
    /** Adds the files, and looks for a recipe in them. */
    addFiles: (files: Iterable<File>) => {
      const all = [...files];
      addFiles(all);
      latest.current += 1;
      const round = latest.current;
      void firstRecipe(all).then((found) => {
        if (found !== null && round === latest.current) setOffer(found);
      });
    },
  };
}

async function firstRecipe(files: readonly File[]): Promise<FoundRecipe | null> {
  if (files.length === 0) return null;
  const { readRecipe } = await import("@/lib/client/read-recipe");
  for (const file of files) {
    const found = await readRecipe(file).catch(() => null);
    if (found !== null) return found;
  }
  return null;
}

/** The composer with a recipe. Typed text stays in front; of a model that is not offered the rest of the settings is taken. */
export function applyRecipe(
  { prompt, settings, systemInstruction }: FoundRecipe,
  now: RecipeUse,
  isOffered: (model: string) => boolean,
): RecipeUse {
  const text = now.text.trim() === "" ? prompt : `${now.text.trimEnd()}\n${prompt}`;
  if (settings === null) return { ...now, text };
  const isKnown = isOffered(settings.model);
  return {
    text,
    settings: {
      ...settings,
      model: isKnown ? settings.model : now.settings.model,
      tier: isKnown ? settings.tier : null,
      variations: within(1, VARIATIONS_MAX, Math.trunc(settings.variations) || 1),
      temperature:
        settings.temperature === null ? null : within(0, TEMPERATURE_MAX, settings.temperature),
    },
    systemInstruction: systemInstruction === "" ? now.systemInstruction : systemInstruction,
  };
}

function within(least: number, most: number, value: number): number {
  return Math.min(most, Math.max(least, value));
}
