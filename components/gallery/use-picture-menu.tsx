"use client";

import {
  CircleCheck,
  Copy,
  Download,
  FolderMinus,
  FolderPlus,
  Image as ImageIcon,
  ImagePlus,
  Images,
  Maximize2,
  MessageSquare,
  RotateCcw,
  Share,
  Tag,
  Trash2,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { usePictureActs } from "@/components/gallery/gallery-context";
import { followDownload } from "@/components/gallery/selection/use-download";
import { usePictureCopies } from "@/components/picture/use-picture-copies";
import { useRecipeEntry } from "@/components/picture/use-recipe-entry";
import type { MenuAction, MenuEntry } from "@/components/ui/menu";
import type { ImageId } from "@/lib/contracts/ids";
import type { ImageDetail } from "@/lib/contracts/images";
import { imageBytesPath } from "@/lib/contracts/paths";

const icon = "size-4";

/** The menu of a picture. What needs its details is missing until they are there. */
export function usePictureMenu(imageId: ImageId, detail: ImageDetail | null): MenuEntry[] {
  const t = useTranslations("gallery.tile");
  const acts = usePictureActs();
  const { makeCover, takeOut } = acts;
  const { copyPicture, copyPrompt } = usePictureCopies();
  const recipeEntry = useRecipeEntry();
  const open: MenuAction = {
    label: t("open"),
    keys: "Enter",
    icon: <Maximize2 aria-hidden className={icon} />,
    onSelect: () => acts.open(imageId),
  };
  if (acts.view === "trash") {
    return acts.mayMake
      ? [
          open,
          {
            label: t("restore"),
            keys: "X",
            icon: <RotateCcw aria-hidden className={icon} />,
            onSelect: () => acts.restore(imageId),
          },
          "separator",
          {
            label: t("purge"),
            isDangerous: true,
            icon: <Trash2 aria-hidden className={icon} />,
            onSelect: () => acts.purge(imageId),
          },
        ]
      : [open];
  }
  const image = detail?.image ?? null;
  const prompt = image?.isMadeHere ? null : (detail?.prompt ?? null);
  const entries: (MenuEntry | false)[] = [
    open,
    image !== null &&
      image.threadId !== null && {
        label: t("openThread"),
        icon: <MessageSquare aria-hidden className={icon} />,
        onSelect: () => acts.openThread(imageId),
      },
    acts.mayMake && {
      label: t("reference"),
      keys: "U",
      icon: <ImagePlus aria-hidden className={icon} />,
      onSelect: () => acts.reference(imageId),
    },
    {
      label: t("select"),
      keys: t("spaceKey"),
      icon: <CircleCheck aria-hidden className={icon} />,
      onSelect: () => acts.select(imageId),
    },
    acts.mayMake && "separator",
    acts.mayMake && {
      label: t("tag"),
      keys: "T",
      icon: <Tag aria-hidden className={icon} />,
      onSelect: () => acts.pick("tag", imageId),
    },
    acts.mayMake && {
      label: t("collect"),
      keys: "C",
      icon: <FolderPlus aria-hidden className={icon} />,
      onSelect: () => acts.pick("collection", imageId),
    },
    makeCover !== null && {
      label: t("makeCover"),
      icon: <ImageIcon aria-hidden className={icon} />,
      onSelect: () => makeCover(imageId),
    },
    takeOut !== null && {
      label: t("takeOut"),
      icon: <FolderMinus aria-hidden className={icon} />,
      onSelect: () => takeOut(imageId),
    },
    "separator",
    image !== null && {
      label: t("copyImage"),
      icon: <Images aria-hidden className={icon} />,
      onSelect: () => void copyPicture(image),
    },
    prompt !== null && {
      label: t("copyPrompt"),
      icon: <Copy aria-hidden className={icon} />,
      onSelect: () => void copyPrompt(prompt),
    },
    {
      label: t("download"),
      icon: <Download aria-hidden className={icon} />,
      onSelect: () => followDownload(imageBytesPath(imageId, "original")),
    },
    ...(image === null ? [] : recipeEntry(image)),
    acts.mayMake && {
      label: t("share"),
      keys: "S",
      icon: <Share aria-hidden className={icon} />,
      onSelect: () => acts.share(imageId),
    },
    acts.mayTrash(imageId) && "separator",
    acts.mayTrash(imageId) && {
      label: t("trash"),
      keys: "X",
      isDangerous: true,
      icon: <Trash2 aria-hidden className={icon} />,
      onSelect: () => acts.trash(imageId),
    },
  ];
  return entries.filter((entry) => entry !== false);
}
