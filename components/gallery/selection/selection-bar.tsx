"use client";

import {
  Download,
  FolderMinus,
  FolderPlus,
  Heart,
  RotateCcw,
  Share,
  Tag,
  Trash2,
  X,
} from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { WallSelection } from "@/components/gallery/selection/use-selection";
import { useModKey } from "@/components/shell/use-mod-key";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import { hint } from "@/components/ui/tooltip";

/** What can be done with a selection. Missing: not with this one, or not by this person. */
export type SelectionActs = {
  favourite?: () => void;
  tag?: () => void;
  collect?: () => void;
  takeOut?: () => void;
  download?: () => void;
  share?: () => void;
  trash?: () => void;
  restore?: () => void;
  purge?: () => void;
};

type Props = {
  selection: WallSelection;
  total: number;
  acts: SelectionActs;
  /** All of them are favourites. */
  areFavourites: boolean;
};

/** How many pictures are selected, and what can be done with them. */
export function SelectionBar({ selection, total, acts, areFavourites }: Props) {
  const t = useTranslations("gallery.selection");
  const format = useFormatter();
  const mod = useModKey();
  const { count } = selection;
  const isNone = count === 0;
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-4 z-20 flex justify-center px-4 max-sm:bottom-0 max-sm:px-0">
      <section
        aria-label={t("label")}
        className="float pointer-events-auto flex max-w-full items-center rounded-[13px] p-1.5 text-[14px] text-ink max-sm:w-full max-sm:flex-wrap max-sm:rounded-none max-sm:border-x-0 max-sm:border-b-0 max-sm:pb-[max(6px,env(safe-area-inset-bottom))]"
      >
        <IconButton label={t("clear")} keys="Esc" size="lg" onClick={selection.clear}>
          <X aria-hidden className="size-4" />
        </IconButton>
        <span className="figures px-1.5 font-semibold whitespace-nowrap" aria-live="polite">
          {t("count", { count })}
        </span>
        {count < total && (
          <button
            type="button"
            onClick={selection.all}
            className="figures flex h-9 items-center gap-2 rounded-control px-2 whitespace-nowrap text-muted transition-colors hover:bg-hover hover:text-ink pointer-coarse:h-11"
          >
            {t("all", { total: format.number(total) })}
            <Kbd isHint>{mod}A</Kbd>
          </button>
        )}
        <Rule className="max-sm:hidden" />
        <div className="flex items-center max-sm:w-full max-sm:justify-around">
          <Act
            label={t(areFavourites ? "unfavourite" : "favourite")}
            keys="F"
            isOff={isNone}
            onPress={acts.favourite}
          >
            <Heart aria-hidden className={classNames("size-4", areFavourites && "fill-current")} />
          </Act>
          <Act label={t("tag")} keys="T" isOff={isNone} onPress={acts.tag}>
            <Tag aria-hidden className="size-4" />
          </Act>
          <Act label={t("collection")} keys="C" isOff={isNone} onPress={acts.collect}>
            <FolderPlus aria-hidden className="size-4" />
          </Act>
          <Act label={t("download")} keys="D" isOff={isNone} onPress={acts.download}>
            <Download aria-hidden className="size-4" />
          </Act>
          <Act label={t("share")} keys="S" isOff={isNone} onPress={acts.share}>
            <Share aria-hidden className="size-4" />
          </Act>
          <Act label={t("restore")} keys="X" isOff={isNone} onPress={acts.restore}>
            <RotateCcw aria-hidden className="size-4" />
          </Act>
          <Act label={t("takeOut")} isOff={isNone} onPress={acts.takeOut}>
            <FolderMinus aria-hidden className="size-4" />
          </Act>
          {(acts.trash || acts.purge) && <Rule className="max-sm:hidden" />}
          <Act label={t("trash")} keys="X" isOff={isNone} onPress={acts.trash}>
            <Trash2 aria-hidden className="size-4" />
          </Act>
          <Act label={t("purge")} isOff={isNone} onPress={acts.purge}>
            <Trash2 aria-hidden className="size-4" />
          </Act>
        </div>
      </section>
    </div>
  );
}

function Rule({ className }: { className?: string }) {
  return <span aria-hidden className={classNames("mx-1.5 h-5 w-px bg-line", className)} />;
}

type ActProps = {
  label: string;
  keys?: string;
  isOff: boolean;
  onPress: (() => void) | undefined;
  children: ReactNode;
};

/** In a narrow window only its icon. */
function Act({ label, keys, isOff, onPress, children }: ActProps) {
  if (!onPress) return null;
  return (
    <button
      type="button"
      aria-label={label}
      disabled={isOff}
      {...hint(label, keys)}
      onClick={onPress}
      className="flex h-9 items-center gap-2 rounded-control px-2.5 whitespace-nowrap transition-colors hover:bg-hover disabled:opacity-45 max-sm:min-w-11 max-sm:justify-center pointer-coarse:h-11"
    >
      {children}
      <span className="max-xl:hidden">{label}</span>
      {keys && (
        <span className="max-xl:hidden">
          <Kbd isHint>{keys}</Kbd>
        </span>
      )}
    </button>
  );
}
