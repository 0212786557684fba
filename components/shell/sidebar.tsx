"use client";

import { Archive, ArrowLeft, Images, PanelLeft, Plus, Search, X } from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { AccountMenu } from "@/components/shell/account-menu";
import { type SidebarPosition, useShell } from "@/components/shell/shell-context";
import { ThreadNav } from "@/components/shell/thread-nav";
import { useDebounced } from "@/components/shell/use-debounced";
import { useModKey } from "@/components/shell/use-mod-key";
import { WorkspaceSwitcher } from "@/components/shell/workspace-switcher";
import { HoverLink } from "@/components/ui/hover-link";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import { pressedKey } from "@/components/ui/pressed-key";
import type { ThreadView } from "@/lib/client/query-keys";

const rowClass =
  "mx-2.5 flex h-8.5 items-center gap-2.5 rounded-control px-2 text-muted transition-colors hover:bg-hover hover:text-ink aria-[current=page]:bg-selected aria-[current=page]:text-ink pointer-coarse:h-11";

/** Wordmark, workspace switcher, "new thread" and the thread list; the same in the drawer. */
export function Sidebar({ position }: { position: SidebarPosition }) {
  const t = useTranslations("shell");
  const { toggleSidebar, openPalette } = useShell();
  const pathname = usePathname();
  const modKey = useModKey();
  const [view, setView] = useState<ThreadView>("active");
  const [query, setQuery] = useState("");
  const settledQuery = useDebounced(query.trim(), 200);

  return (
    <div className="flex h-full flex-col">
      <div className="flex items-center justify-between pt-3.5 pr-3 pl-4.5">
        <HoverLink
          href="/"
          className="rounded-[4px] font-serif text-[27px] leading-8 tracking-[-0.01em]"
        >
          Pentimento
        </HoverLink>
        <IconButton
          label={t("hideSidebar")}
          keys={`${modKey}\\`}
          onClick={toggleSidebar}
          className="-mr-0.5"
        >
          <PanelLeft aria-hidden className="size-4" />
        </IconButton>
      </div>

      <WorkspaceSwitcher position={position} />

      <HoverLink href="/" className={rowClass} aria-current={pathname === "/" ? "page" : undefined}>
        <Plus aria-hidden className="size-4 shrink-0" />
        <span className="flex-1">{t("newThread")}</span>
        <Kbd isHint>N</Kbd>
      </HoverLink>
      <div className={`${rowClass} focus-within:bg-hover focus-within:text-ink`}>
        <Search aria-hidden className="size-4 shrink-0" />
        <input
          type="search"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (pressedKey(event) === "Escape") setQuery("");
          }}
          aria-label={t("searchThreads")}
          placeholder={t("search")}
          maxLength={200}
          className="h-full min-w-0 flex-1 bg-transparent text-ink outline-none pointer-coarse:text-[16px] [&::-webkit-search-cancel-button]:hidden"
        />
        {query ? (
          <IconButton label={t("clearSearch")} size="sm" onClick={() => setQuery("")}>
            <X aria-hidden className="size-3.5" />
          </IconButton>
        ) : (
          <button
            type="button"
            onClick={openPalette}
            aria-label={t("openPalette")}
            className="rounded-[5px]"
          >
            <Kbd isHint>{modKey}K</Kbd>
          </button>
        )}
      </div>

      <HoverLink
        href="/gallery"
        className={rowClass}
        aria-current={pathname === "/gallery" ? "page" : undefined}
      >
        <Images aria-hidden className="size-4 shrink-0" />
        <span className="flex-1">{t("gallery")}</span>
        <Kbd isHint>G</Kbd>
      </HoverLink>

      {view === "archived" && (
        <button type="button" onClick={() => setView("active")} className={`${rowClass} mt-2`}>
          <ArrowLeft aria-hidden className="size-4" />
          {t("archive.back")}
        </button>
      )}

      <div className="mt-1 min-h-0 flex-1 overflow-y-auto overscroll-contain px-2.5 pb-3">
        <ThreadNav key={view} view={view} query={settledQuery} />
      </div>

      {view === "active" && (
        <button
          type="button"
          onClick={() => setView("archived")}
          className={`${rowClass} mb-1.5 shrink-0`}
        >
          <Archive aria-hidden className="size-4 shrink-0" />
          {t("archive.open")}
        </button>
      )}
      <AccountMenu />
    </div>
  );
}
