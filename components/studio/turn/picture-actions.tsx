"use client";

import {
  AtSign,
  Copy,
  CopyPlus,
  CornerDownRight,
  Download,
  Ellipsis,
  Eye,
  GalleryHorizontalEnd,
  Images,
  Maximize2,
  PencilLine,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PictureFacts } from "@/components/studio/turn/picture-facts";
import { useStudioActions } from "@/components/studio/studio-actions";
import { usePictureCopies } from "@/components/picture/use-picture-copies";
import { useRecipeEntry } from "@/components/picture/use-recipe-entry";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, type MenuAction } from "@/components/ui/menu";
import { hint } from "@/components/ui/tooltip";
import type { GenerationView } from "@/lib/contracts/generations";
import type { ImageView } from "@/lib/contracts/images";
import { galleryPathOf, imageBytesPath } from "@/lib/contracts/paths";
import type { TurnView } from "@/lib/contracts/turns";

type Props = {
  turn: TurnView;
  generation: GenerationView;
  image: ImageView;
  isSelected: boolean;
  /** Two per row: rarer actions move to the menu, facts to the viewer. */
  isNarrow: boolean;
};

/** The actions under a picture; rarer ones are in the overflow menu. */
export function PictureActions({ turn, generation, image, isSelected, isNarrow }: Props) {
  const t = useTranslations("studio.actions");
  const actions = useStudioActions();
  return (
    <div className="flex min-h-11 items-center gap-x-0.5 pt-1.5">
      {actions.mayMake && (
        <TextAction
          label={t("refine")}
          hintText={t("refineHint")}
          isStrong
          isPressed={isSelected}
          onPress={() => actions.refine(image.id)}
        >
          <CornerDownRight
            aria-hidden
            className={classNames("size-4", isSelected && "text-accent")}
          />
        </TextAction>
      )}
      {actions.mayMake && !isNarrow && hasInstruction(turn, image) && (
        <TextAction label={t("vary")} hintText={t("varyHint")} onPress={() => actions.vary(turn)}>
          <CopyPlus aria-hidden className="size-4" />
        </TextAction>
      )}
      <a
        href={imageBytesPath(image.id, "original")}
        download=""
        aria-label={t("download")}
        {...hint(t("download"))}
        className="relative inline-flex size-8 items-center justify-center rounded-control text-muted transition-colors hover:bg-hover hover:text-ink pointer-coarse:after:absolute pointer-coarse:after:-inset-1.5"
      >
        <Download aria-hidden className="size-4" />
      </a>
      <PictureMenu turn={turn} image={image} isNarrow={isNarrow} />
      {!isNarrow && <PictureFacts generation={generation} image={image} />}
    </div>
  );
}

/** A crop has none, and a link may have hidden it. */
function hasInstruction(turn: TurnView, image: ImageView): boolean {
  return !image.isMadeHere && turn.prompt !== "";
}

type TextActionProps = {
  label: string;
  hintText: string;
  isStrong?: boolean;
  isPressed?: boolean;
  onPress: () => void;
  children: ReactNode;
};

function TextAction(props: TextActionProps) {
  return (
    <button
      type="button"
      aria-pressed={props.isPressed}
      {...hint(props.hintText)}
      onClick={props.onPress}
      className={classNames(
        "relative inline-flex h-8 items-center gap-2 rounded-control px-2 text-[14px] transition-colors hover:bg-hover hover:text-ink pointer-coarse:after:absolute pointer-coarse:after:-inset-y-1.5 pointer-coarse:after:inset-x-0",
        props.isStrong ? "-ml-2 font-medium text-ink" : "text-muted",
      )}
    >
      {props.children}
      {props.label}
    </button>
  );
}

type MenuProps = Pick<Props, "turn" | "image" | "isNarrow">;

function PictureMenu({ turn, image, isNarrow }: MenuProps) {
  const t = useTranslations("studio.actions");
  const actions = useStudioActions();
  const { copyPicture, copyPrompt } = usePictureCopies();
  const recipeEntry = useRecipeEntry();
  const router = useRouter();
  const icon = "size-4";
  const ifHasInstruction = (entry: MenuAction) => (hasInstruction(turn, image) ? [entry] : []);
  const ifMayMake = (entries: MenuAction[]) => (actions.mayMake ? entries : []);
  const vary = {
    label: t("vary"),
    icon: <CopyPlus aria-hidden className={icon} />,
    onSelect: () => actions.vary(turn),
  };
  return (
    <Menu
      label={t("more")}
      trigger={
        <IconButton label={t("more")}>
          <Ellipsis aria-hidden className={icon} />
        </IconButton>
      }
      entries={[
        {
          label: t("open"),
          icon: <Maximize2 aria-hidden className={icon} />,
          onSelect: () => actions.open(image.id),
        },
        {
          label: t("showInGallery"),
          icon: <GalleryHorizontalEnd aria-hidden className={icon} />,
          onSelect: () => router.push(galleryPathOf(image)),
        },
        ...(isNarrow ? ifMayMake(ifHasInstruction(vary)) : []),
        {
          label: t("copyImage"),
          icon: <Images aria-hidden className={icon} />,
          onSelect: () => void copyPicture(image),
        },
        ...ifHasInstruction({
          label: t("copyPrompt"),
          icon: <Copy aria-hidden className={icon} />,
          onSelect: () => void copyPrompt(turn.prompt),
        }),
        ...recipeEntry(image),
        "separator",
        ...ifMayMake([
          ...ifHasInstruction({
            label: t("edit"),
            icon: <PencilLine aria-hidden className={icon} />,
            onSelect: () => actions.edit(turn),
          }),
          {
            label: t("reference"),
            icon: <AtSign aria-hidden className={icon} />,
            onSelect: () => actions.addReference(image),
          },
        ]),
        // What came with a link was sent elsewhere.
        ...(image.isCopied
          ? []
          : ifHasInstruction({
              label: t("request"),
              icon: <Eye aria-hidden className={icon} />,
              onSelect: () => actions.showRequest(turn.id),
            })),
      ]}
    />
  );
}
