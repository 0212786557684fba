"use client";

import { ScrollText, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import {
  applyRecipe,
  type RecipeUse,
  type useRecipeOffer,
} from "@/components/composer/use-recipe-offer";
import type { TurnSettings } from "@/lib/contracts/settings";

type Props = {
  recipe: ReturnType<typeof useRecipeOffer>;
  composer: RecipeUse & {
    setText: (text: string) => void;
    choose: (settings: TurnSettings, systemInstruction: string) => void;
  };
  isOffered: (model: string) => boolean;
  onUsed: () => void;
};

/** Shows the prompt found in a dropped file, and offers to take it over. */
export function RecipeStrip({ recipe, composer, isOffered, onUsed }: Props) {
  const t = useTranslations("composer.recipe");
  const { offer } = recipe;
  if (offer === null) return null;
  const onUse = () => {
    const { text, settings: chosen, systemInstruction } = applyRecipe(offer, composer, isOffered);
    composer.setText(text);
    if (chosen !== composer.settings) composer.choose(chosen, systemInstruction);
    recipe.dismiss();
    onUsed();
  };
  const { tool, settings } = offer;
  return (
    <div role="status" className="flex flex-wrap items-start gap-x-2.5 gap-y-2 px-3.5 pt-3">
      <ScrollText aria-hidden className="mt-1 size-4 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="text-[13px] text-muted">{tool === null ? t("own") : t("tool", { tool })}</p>
        <p className="line-clamp-2 text-[14px] break-words text-ink">{offer.prompt}</p>
      </div>
      <Button
        size="sm"
        variant="outline"
        className="max-sm:order-last max-sm:basis-full"
        onClick={onUse}
      >
        {settings === null ? t("usePrompt") : t("useAll")}
      </Button>
      <IconButton size="sm" label={t("dismiss")} onClick={recipe.dismiss}>
        <X aria-hidden className="size-4" />
      </IconButton>
    </div>
  );
}
