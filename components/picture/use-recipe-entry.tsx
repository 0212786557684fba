"use client";

import { ScrollText } from "lucide-react";
import { useTranslations } from "next-intl";
import type { MenuAction } from "@/components/ui/menu";
import type { ImageView } from "@/lib/contracts/images";
import { recipePath } from "@/lib/contracts/paths";
import { RECIPE_MEDIA } from "@/lib/contracts/recipe";

/** Whether a recipe can be written into a picture's file. */
export function hasRecipe({ generationId, media }: ImageView): boolean {
  return generationId !== null && RECIPE_MEDIA.includes(media);
}

/** The menu's entry that saves a picture with its recipe; none where there is none. */
export function useRecipeEntry(): (image: ImageView) => MenuAction[] {
  const t = useTranslations("studio.actions");
  return (image) =>
    hasRecipe(image)
      ? [
          {
            label: t("downloadRecipe"),
            icon: <ScrollText aria-hidden className="size-4" />,
            onSelect: () => saveAs(recipePath(image.id)),
          },
        ]
      : [];
}

/** The server names the file. */
function saveAs(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = "";
  link.click();
}
