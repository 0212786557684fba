"use client";

import { Search, SlidersHorizontal, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { SearchMenu } from "@/components/gallery/search/search-menu";
import {
  chipParts,
  joinQuery,
  type SearchText,
  splitQuery,
  takeFinished,
  typingIn,
} from "@/components/gallery/search/search-text";
import { useSearchAddress } from "@/components/gallery/search/use-search-address";
import { type Suggestion, useSuggestions } from "@/components/gallery/search/use-suggestions";
import { useShortcuts } from "@/components/shell/use-shortcuts";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import { pressedKey } from "@/components/ui/pressed-key";
import { QUERY_MAX_CHARS } from "@/lib/contracts/image-query";

/** The search of the gallery: words, filters as chips, and a menu that offers filters. */
export function SearchField() {
  const t = useTranslations("gallery.search");
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [isOpen, setOpen] = useState(false);
  const [marked, setMarked] = useState(-1);
  const [search, setSearch] = useSearchAddress();
  const suggestions = useSuggestions(search.text, isOpen);
  useShortcuts({ "/": () => input.current?.focus() });

  const change = (next: SearchText, isTyping = false) => {
    setMarked(-1);
    setSearch(next, isTyping);
  };
  const type = (text: string) => {
    const taken = takeFinished(text);
    setOpen(true);
    change({ chips: [...search.chips, ...taken.chips], text: taken.text }, true);
  };
  const pick = ({ kind, text }: Suggestion) => {
    const before = search.text.slice(0, typingIn(search.text).start);
    if (kind === "name") change({ ...search, text: before + text }, true);
    else change({ chips: [...search.chips, text], text: before });
    input.current?.focus();
  };
  const clear = () => {
    change({ chips: [], text: "" });
    input.current?.focus();
  };
  const removeChip = (index: number) => {
    change({ ...search, chips: search.chips.toSpliced(index, 1) });
    input.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const key = pressedKey(event);
    const chosen = suggestions[marked];
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      const by = key === "ArrowDown" ? 1 : -1;
      setMarked((at) => Math.max(-1, Math.min(suggestions.length - 1, at + by)));
    } else if (key === "Enter" && chosen) {
      event.preventDefault();
      pick(chosen);
    } else if (key === "Enter") {
      change(splitQuery(joinQuery(search)));
      setOpen(false);
    } else if (key === "Tab" && !event.shiftKey && isOpen && search.text.trim() !== "") {
      const first = chosen ?? suggestions[0];
      if (!first) return;
      event.preventDefault();
      pick(first);
    } else if (key === "Escape") {
      event.preventDefault();
      if (isOpen) setOpen(false);
      else input.current?.blur();
    } else if (key === "Backspace" && event.currentTarget.selectionEnd === 0) {
      // The last chip becomes text again.
      const last = search.chips.at(-1);
      if (last === undefined) return;
      event.preventDefault();
      change({ chips: search.chips.slice(0, -1), text: last + search.text }, true);
    }
  };

  const isEmpty = search.chips.length === 0 && search.text === "";
  return (
    <div role="search" className="relative">
      {/* A press beside the text goes to the text, as in any field; the field itself has the role. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events */}
      <div
        onClick={(event) => {
          if (event.target === event.currentTarget) input.current?.focus();
        }}
        className="flex min-h-11 flex-wrap items-center gap-1.5 rounded-[11px] border border-line bg-raised py-1.5 pr-1.5 pl-3.5 transition-colors focus-within:border-line-strong focus-within:shadow-[0_0_0_3px_var(--hover)]"
      >
        <Search aria-hidden className="mr-1 size-4 shrink-0 text-muted" />
        {search.chips.map((chip, index) => {
          const { isNegated, name, value } = chipParts(chip);
          return (
            <span
              key={`${index} ${chip}`}
              className="inline-flex h-7 max-w-full items-center gap-1.5 rounded-control bg-sunken pr-0.5 pl-2.5 text-[13px]"
            >
              <span className="text-muted">
                {isNegated && "−"}
                {name}:
              </span>
              <span className="min-w-0 truncate text-ink">{value}</span>
              <button
                type="button"
                aria-label={t("remove", { filter: chip })}
                onClick={() => removeChip(index)}
                className="relative inline-flex size-6 items-center justify-center rounded-[6px] text-muted hover:bg-hover hover:text-ink pointer-coarse:after:absolute pointer-coarse:after:-inset-2"
              >
                <X aria-hidden className="size-3" />
              </button>
            </span>
          );
        })}
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label={t("label")}
          aria-expanded={isOpen && suggestions.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={marked >= 0 ? `${listId}-${marked}` : undefined}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="search"
          maxLength={QUERY_MAX_CHARS - 100}
          placeholder={search.chips.length === 0 ? t("placeholder") : undefined}
          value={search.text}
          onChange={(event) => type(event.target.value)}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onClick={() => setOpen(true)}
          onKeyDown={onKeyDown}
          className="h-7 min-w-24 flex-1 bg-transparent text-[14px] text-ink caret-accent outline-none pointer-coarse:text-[16px]"
        />
        {isEmpty ? (
          <>
            <span className="mr-1.5 max-sm:hidden">
              <Kbd isHint>/</Kbd>
            </span>
            <IconButton
              label={t("filters")}
              className="sm:hidden"
              onClick={() => input.current?.focus()}
            >
              <SlidersHorizontal aria-hidden className="size-4" />
            </IconButton>
          </>
        ) : (
          <IconButton label={t("clear")} onClick={clear}>
            <X aria-hidden className="size-4" />
          </IconButton>
        )}
      </div>
      <SearchMenu
        id={listId}
        suggestions={isOpen ? suggestions : []}
        marked={marked}
        onPick={pick}
      />
    </div>
  );
}
