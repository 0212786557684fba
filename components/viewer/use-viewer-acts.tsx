"use client";

import {
  Columns2,
  Copy,
  CopyPlus,
  CornerDownRight,
  Download,
  FolderPlus,
  Heart,
  ImagePlus,
  MessageSquare,
  RotateCcw,
  ScrollText,
  Share,
  Tag,
  Trash2,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { usePictureCopies } from "@/components/picture/use-picture-copies";
import { hasRecipe } from "@/components/picture/use-recipe-entry";
import { classNames } from "@/components/ui/class-names";
import type { HostActs, ViewerAct } from "@/components/viewer/viewer-act";
import type { ImageId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";
import { imageBytesPath, recipePath } from "@/lib/contracts/paths";

const icon = "size-4";

type Options = {
  imageId: ImageId;
  /** Null until its details are there. */
  image: ImageView | null;
  host: HostActs;
  /** Null where there is no second picture. */
  compare: { isOn: boolean; toggle: () => void } | null;
  /** Null where it may not be shared. */
  share: { isShared: boolean; open: () => void } | null;
};

/** In the order of the panel: first what is done most. */
const ORDER = [
  "refine",
  "vary",
  "copy",
  "download",
  "compare",
  "share",
  "favourite",
  "trash",
  "restore",
  "reference",
  "tag",
  "collection",
  "thread",
  "recipe",
];

/** The acts of the viewer for a picture, in the order of its panel; before its details are there, too. */
export function useViewerActs({ imageId: id, image, host, compare, share }: Options): ViewerAct[] {
  const t = useTranslations("viewer.acts");
  const { copyPicture } = usePictureCopies();
  const canHaveRecipe = image !== null && hasRecipe(image);
  const acts: (ViewerAct | null)[] = [
    host.refine && {
      id: "refine",
      label: t("refine"),
      keys: "R",
      combo: "r",
      isMain: true,
      icon: <CornerDownRight aria-hidden className={icon} />,
      run: (via) => host.refine?.(id, via),
    },
    host.favourite && {
      id: "favourite",
      label: t("favourite"),
      keys: "F",
      combo: "f",
      isPressed: host.isFavourite,
      icon: <Heart aria-hidden className={classNames(icon, host.isFavourite && "fill-current")} />,
      run: (via) => host.favourite?.(id, via),
    },
    host.vary && {
      id: "vary",
      label: t("vary"),
      keys: "V",
      combo: "v",
      icon: <CopyPlus aria-hidden className={icon} />,
      run: (via) => host.vary?.(id, via),
    },
    {
      id: "copy",
      label: t("copy"),
      keys: "⇧C",
      combo: "shift+c",
      icon: <Copy aria-hidden className={icon} />,
      run: () => void copyPicture({ id }),
    },
    compare && {
      id: "compare",
      label: t("compare"),
      keys: "M",
      combo: "m",
      isPressed: compare.isOn,
      icon: <Columns2 aria-hidden className={icon} />,
      run: compare.toggle,
    },
    {
      id: "download",
      label: t("download"),
      keys: "D",
      combo: "d",
      icon: <Download aria-hidden className={icon} />,
      run: () => download(imageBytesPath(id, "original")),
    },
    canHaveRecipe
      ? {
          id: "recipe",
          label: t("downloadRecipe"),
          keys: "⇧D",
          combo: "shift+d",
          isWide: true,
          icon: <ScrollText aria-hidden className={icon} />,
          run: () => download(recipePath(id)),
        }
      : null,
    share && {
      id: "share",
      label: t(share.isShared ? "shared" : "share"),
      // While comparing, S swaps the pictures.
      keys: compare?.isOn ? "" : "S",
      combo: compare?.isOn ? "" : "s",
      icon: <Share aria-hidden className={icon} />,
      run: share.open,
    },
    host.reference && {
      id: "reference",
      label: t("reference"),
      keys: "U",
      combo: "u",
      icon: <ImagePlus aria-hidden className={icon} />,
      run: (via) => host.reference?.(id, via),
    },
    host.tag && {
      id: "tag",
      label: t("tag"),
      keys: "T",
      combo: "t",
      icon: <Tag aria-hidden className={icon} />,
      run: (via) => host.tag?.(id, via),
    },
    host.collect && {
      id: "collection",
      label: t("collect"),
      keys: "C",
      combo: "c",
      icon: <FolderPlus aria-hidden className={icon} />,
      run: (via) => host.collect?.(id, via),
    },
    host.trash && {
      id: "trash",
      label: t("trash"),
      keys: "X",
      combo: "x",
      icon: <Trash2 aria-hidden className={icon} />,
      run: (via) => host.trash?.(id, via),
    },
    host.restore && {
      id: "restore",
      label: t("restore"),
      keys: "X",
      combo: "x",
      icon: <RotateCcw aria-hidden className={icon} />,
      run: (via) => host.restore?.(id, via),
    },
    host.openThread && {
      id: "thread",
      label: t("openThread"),
      keys: "O",
      combo: "o",
      isWide: true,
      icon: <MessageSquare aria-hidden className={icon} />,
      run: (via) => host.openThread?.(id, via),
    },
  ];
  const rank = ({ id: act }: ViewerAct) => ORDER.indexOf(act);
  return acts.filter((act) => act !== null).toSorted((one, other) => rank(one) - rank(other));
}

/** The server names the file. */
function download(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = "";
  link.click();
}
