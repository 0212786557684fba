"use client";

import {
  CalendarDays,
  CornerDownRight,
  Folder,
  Maximize,
  type LucideIcon,
  RectangleHorizontal,
  Sparkles,
  Star,
  Tag,
  User,
} from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { Suggestion } from "@/components/gallery/search/use-suggestions";
import { classNames } from "@/components/ui/class-names";
import { Kbd } from "@/components/ui/kbd";
import type { FilterName } from "@/lib/contracts/image-query";

const ICONS: Record<FilterName, LucideIcon> = {
  by: User,
  model: Sparkles,
  shape: RectangleHorizontal,
  size: Maximize,
  before: CalendarDays,
  after: CalendarDays,
  tag: Tag,
  is: Star,
  in: Folder,
  has: CornerDownRight,
};

type Props = {
  id: string;
  suggestions: readonly Suggestion[];
  /** The index of the one that the arrow keys have reached, or -1. */
  marked: number;
  onPick: (suggestion: Suggestion) => void;
};

/** Filters that fit what is being typed. */
export function SearchMenu({ id, suggestions, marked, onPick }: Props) {
  const t = useTranslations("gallery.search");
  const format = useFormatter();
  if (suggestions.length === 0) return null;
  return (
    <div className="float absolute top-full left-0 z-30 mt-1.5 w-full max-w-[400px] rounded-panel p-1.5">
      <p className="px-2.5 pt-1.5 pb-1 text-[12px] text-muted">{t("filters")}</p>
      <div id={id} role="listbox" aria-label={t("filters")}>
        {suggestions.map((suggestion, index) => {
          const { filter, kind } = suggestion;
          const Icon = ICONS[filter];
          return (
            // The field keeps the focus and handles the keys.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={suggestion.text}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === marked}
              tabIndex={-1}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => onPick(suggestion)}
              className={classNames(
                "flex min-h-9 cursor-pointer items-center gap-3 rounded-control px-2.5 text-[14px] hover:bg-hover pointer-coarse:min-h-11",
                index === marked && "bg-selected",
              )}
            >
              <Icon aria-hidden className="size-4 shrink-0 text-muted" />
              <span className="shrink-0 text-muted">{filter}:</span>
              <span className="min-w-0 flex-1 truncate text-ink">
                {kind === "filter" ? (
                  suggestion.value
                ) : (
                  <span className="text-muted">{t(`hints.${filter}`)}</span>
                )}
              </span>
              {kind === "filter" && suggestion.count !== undefined && (
                <span className="figures text-[13px] text-muted">
                  {format.number(suggestion.count)}
                </span>
              )}
              {index === Math.max(0, marked) && <Kbd isHint>{marked < 0 ? "Tab" : "Enter"}</Kbd>}
            </div>
          );
        })}
      </div>
    </div>
  );
}
