"use client";

import { useTranslations } from "next-intl";
import { copyImage } from "@/components/picture/copy-image";
import { toast } from "@/components/ui/toast";
import type { ImageView } from "@/lib/contracts/images";
import { imageBytesPath } from "@/lib/contracts/paths";

/** Copies a picture or its prompt, with a toast for success and refusal. */
export function usePictureCopies() {
  const t = useTranslations("studio.copy");
  return {
    copyPicture: async (image: Pick<ImageView, "id">) => {
      try {
        await copyImage(imageBytesPath(image.id, "original"));
        await toast(t("imageDone"));
      } catch {
        await toast(t("imageFailed"), { detail: t("imageFailedDetail"), tone: "error" });
      }
    },
    copyPrompt: async (prompt: string) => {
      try {
        await navigator.clipboard.writeText(prompt);
        await toast(t("promptDone"));
      } catch {
        await toast(t("promptFailed"), { tone: "error" });
      }
    },
  };
}
