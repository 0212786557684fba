"use client";

import { ChevronDown, Image as ImageIcon, Layers } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { ImportButton } from "@/components/gallery/import/import-button";
import {
  galleryPath,
  sortsOf,
  useGalleryAddress,
  writeAddress,
} from "@/components/gallery/use-gallery-address";
import { ROW_MAX, ROW_MIN, useRowHeight } from "@/components/gallery/use-row-height";
import { mayStack, STACK_MODES, useStackMode } from "@/components/gallery/use-stacks";
import { SidebarButton } from "@/components/shell/sidebar-button";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Menu } from "@/components/ui/menu";
import { hint } from "@/components/ui/tooltip";
import type { ImageListView } from "@/lib/contracts/image-lists";

type Props = {
  /** Null until it is known. */
  shown: number | null;
  /** Of how many, during a search. */
  total: number | null;
  /** Of a wall with stacks. */
  tiles: number | null;
  /** Missing where nothing can be selected. */
  selecting: { isOn: boolean; onChange: (isOn: boolean) => void } | null;
};

/** In the order of the header. */
const VIEWS = ["all", "mine", "favourites", "collections", "uploads", "trash"] as const;
type GalleryView = ImageListView | "collections";

/** Title, count, views, row height and order. */
export function GalleryHeader({ shown, total, tiles, selecting }: Props) {
  const t = useTranslations("gallery");
  const format = useFormatter();
  const { areCollections, view, sort } = useGalleryAddress();
  const pictures =
    shown === null
      ? ""
      : total === null || total === shown
        ? format.number(shown)
        : t("countOf", { shown, total });
  const count =
    tiles === null || shown === null ? pictures : t("stacks.count", { tiles, count: shown });
  return (
    <header className="flex h-[51px] shrink-0 items-center gap-2 border-b border-line px-3 max-sm:border-0 sm:gap-3 sm:px-6">
      <SidebarButton className="sm:-ml-2" />
      <h1 className="font-serif text-[27px] leading-8 tracking-[-0.01em]">{t("title")}</h1>
      <span className="figures pt-1 text-[14px] whitespace-nowrap text-muted" aria-live="polite">
        {count}
      </span>
      <Views className="ml-3 max-lg:hidden" />
      <div className="ml-auto flex items-center gap-3">
        {areCollections ? null : (
          <>
            <RowSlider />
            {view === "uploads" && <ImportButton />}
            {mayStack({ view, sort }) && <StackMenu />}
            <SortMenu />
          </>
        )}
        {selecting && (
          <Button
            variant="ghost"
            className="-mr-2 h-10! text-[15px]! text-ink! pointer-fine:hidden"
            onClick={() => selecting.onChange(!selecting.isOn)}
          >
            {t(selecting.isOn ? "selection.done" : "selection.select")}
          </Button>
        )}
      </div>
    </header>
  );
}

/** The views of the gallery. In a narrow window they are a row that slides. */
export function Views({ className }: { className?: string }) {
  const t = useTranslations("gallery");
  const { view: shown, areCollections, collectionId } = useGalleryAddress();
  const current: GalleryView = areCollections || collectionId !== null ? "collections" : shown;
  return (
    <nav
      aria-label={t("views.label")}
      className={classNames(
        "flex shrink-0 gap-1 overflow-x-auto [scrollbar-width:none]",
        className,
      )}
    >
      {VIEWS.map((view) => (
        <a
          key={view}
          href={galleryPath(addressOf(view))}
          aria-current={current === view ? "page" : undefined}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            showView(view);
          }}
          className={classNames(
            "flex h-8 shrink-0 items-center rounded-control px-3 text-[14px] transition-colors pointer-coarse:h-10",
            current === view
              ? "bg-selected font-medium text-ink"
              : "text-muted hover:bg-hover hover:text-ink",
          )}
        >
          {t(`views.${view}`)}
        </a>
      ))}
    </nav>
  );
}

function addressOf(view: GalleryView) {
  return view === "collections"
    ? ({ areCollections: true, view: "all", collectionId: null } as const)
    : { areCollections: false, view, collectionId: null };
}

/** Keeps the search, as a person who switches the view is still looking for the same. */
function showView(view: GalleryView): void {
  const isList = view === "collections";
  writeAddress("push", {
    ...addressOf(view),
    ...(isList && { query: "" }),
    sort: "newest",
    at: null,
    image: null,
  });
}

/** A hairline with a round handle, in both engines. */
const sliderClass =
  "h-5 w-[72px] cursor-pointer appearance-none bg-transparent [&::-webkit-slider-runnable-track]:h-px [&::-webkit-slider-runnable-track]:bg-line-strong [&::-webkit-slider-thumb]:-mt-[5.5px] [&::-webkit-slider-thumb]:size-3 [&::-webkit-slider-thumb]:appearance-none [&::-webkit-slider-thumb]:rounded-full [&::-webkit-slider-thumb]:bg-ink [&::-moz-range-thumb]:size-3 [&::-moz-range-thumb]:rounded-full [&::-moz-range-thumb]:border-0 [&::-moz-range-thumb]:bg-ink [&::-moz-range-track]:h-px [&::-moz-range-track]:bg-line-strong";

function RowSlider() {
  const t = useTranslations("gallery");
  const { rowHeight, setRowHeight } = useRowHeight();
  return (
    <label
      className="flex items-center gap-2 text-muted max-sm:hidden"
      {...hint(t("rowHeight"), "+ −")}
    >
      <ImageIcon aria-hidden className="size-3" />
      <input
        type="range"
        min={ROW_MIN}
        max={ROW_MAX}
        step={4}
        value={rowHeight}
        aria-label={t("rowHeight")}
        onChange={(event) => setRowHeight(Number(event.target.value))}
        className={sliderClass}
      />
      <ImageIcon aria-hidden className="size-4" />
    </label>
  );
}

function StackMenu() {
  const t = useTranslations("gallery.stacks");
  const [mode, setMode] = useStackMode();
  const isOn = mode !== "off";
  return (
    <Menu
      label={t("label")}
      align="end"
      trigger={
        <button
          type="button"
          aria-label={t("is", { mode: t(mode) })}
          {...hint(t("label"))}
          className={classNames(
            "inline-flex h-8 items-center gap-2 rounded-control px-2.5 text-[14px] transition-colors pointer-coarse:h-10",
            isOn ? "bg-selected font-medium text-ink" : "text-muted hover:bg-hover hover:text-ink",
          )}
        >
          <Layers aria-hidden className="size-4" />
          <span className="max-xl:hidden">{t("label")}</span>
        </button>
      }
      entries={STACK_MODES.map((one) => ({
        label: t(one),
        isChecked: one === mode,
        onSelect: () => setMode(one),
      }))}
    />
  );
}

function SortMenu() {
  const t = useTranslations("gallery.sorts");
  const address = useGalleryAddress();
  const { sort } = address;
  return (
    <Menu
      label={t("label")}
      align="end"
      trigger={
        <button
          type="button"
          className="inline-flex h-8 items-center gap-1.5 rounded-control px-2 text-[14px] whitespace-nowrap text-muted transition-colors hover:bg-hover hover:text-ink pointer-coarse:h-10"
        >
          <span className="sr-only">{t("label")}: </span>
          {t(sort)}
          <ChevronDown aria-hidden className="size-3.5" />
        </button>
      }
      entries={sortsOf(address).map((one) => ({
        label: t(one),
        isChecked: one === sort,
        onSelect: () => writeAddress("push", { sort: one, at: null }),
      }))}
    />
  );
}
