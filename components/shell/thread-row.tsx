"use client";

import { useQuery } from "@tanstack/react-query";
import { Ellipsis, Link2, Pin, Users } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useRef, useState } from "react";
import { moveFocus } from "@/components/shell/move-focus";
import { rightsIn, type ThreadRights } from "@/components/shell/thread-rights";
import { useKeptFocus } from "@/components/shell/use-kept-focus";
import { useStudio } from "@/components/shell/use-studio";
import { threadPath } from "@/components/shell/thread-address";
import { useOpenThread } from "@/components/shell/use-open-thread";
import { floatingHandle } from "@/components/ui/anchored";
import { Avatar } from "@/components/ui/avatar";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { lazyPiece } from "@/components/ui/lazy-piece";
import { pressedKey } from "@/components/ui/pressed-key";
import { hint } from "@/components/ui/tooltip";
import { type Anchor, pointAnchor } from "@/components/ui/use-anchored";
import { shareBadgesQuery } from "@/lib/client/share-queries";
import { imageBytesPath } from "@/lib/contracts/paths";
import type { ThreadSummary } from "@/lib/contracts/threads";

const loadActs = () => import("@/components/shell/thread-acts");
const actHandle = ({ onDone }: { onDone: () => void }) => ({ isOpen: true, close: onDone });
const ThreadMenu = lazyPiece(() => loadActs().then((it) => it.ThreadMenu), floatingHandle);
const ThreadRename = lazyPiece(() => loadActs().then((it) => it.ThreadRename), actHandle);
const ThreadRemoval = lazyPiece(() => loadActs().then((it) => it.ThreadRemoval), actHandle);

/** All three are one chunk: loading the first loads all. */
function preloadActs(): void {
  for (const act of [ThreadMenu, ThreadRename, ThreadRemoval]) void act.preload();
}

/** A thread in the list: its newest picture, its title, and a mark while generations run. */
export function ThreadRow({ thread }: { thread: ThreadSummary }) {
  const t = useTranslations("shell");
  const isHere = usePathname() === threadPath(thread.id);
  const openThread = useOpenThread();
  const [isRenaming, setRenaming] = useState(false);
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  const row = useRef<HTMLLIElement>(null);
  const link = useRef<HTMLAnchorElement>(null);
  useKeptFocus(thread.id, row, link, anchor !== null);
  const [isRemoving, setRemoving] = useState(false);
  const rights = rightsIn(thread, useStudio());
  const mayAct = rights.mayWrite || rights.mayCurate;
  const isLinked = useQuery({
    ...shareBadgesQuery(),
    select: ({ threadIds }) => threadIds.includes(thread.id),
  }).data;

  const onKeyDown = (event: KeyboardEvent<HTMLAnchorElement>) => {
    const key = pressedKey(event);
    if (key === "F2" && rights.mayWrite) setRenaming(true);
    else if (key === "Delete" && rights.mayCurate) setRemoving(true);
    else if (!moveFocus(event)) return;
    event.preventDefault();
  };
  const stopRenaming = () => {
    setRenaming(false);
    requestAnimationFrame(() => link.current?.focus());
  };

  return (
    <li
      ref={row}
      className={classNames(
        "group relative flex min-h-[46px] items-center rounded-control transition-colors",
        isHere ? "bg-selected" : anchor ? "bg-hover" : "hover:bg-hover",
      )}
    >
      {isRenaming ? (
        <div className="flex h-full min-w-0 flex-1 items-center gap-2.5 px-2">
          <Cover thread={thread} />
          <ThreadRename thread={thread} onDone={stopRenaming} />
        </div>
      ) : (
        <Link
          ref={link}
          href={threadPath(thread.id)}
          prefetch={false}
          onNavigate={(event) => {
            if (openThread.openFromCache(thread.id)) event.preventDefault();
          }}
          data-thread={thread.id}
          aria-current={isHere ? "page" : undefined}
          aria-keyshortcuts="F2 Delete"
          onFocus={(event) => {
            // A click focuses too; only keyboard focus (`:focus-visible`) suggests that a shortcut may follow.
            if (mayAct && event.currentTarget.matches(":focus-visible")) preloadActs();
          }}
          onKeyDown={onKeyDown}
          onContextMenu={(event) => {
            if (!mayAct) return;
            event.preventDefault();
            // The menu key and Shift+F10 have no pointer position: anchor to the row.
            setAnchor(event.clientX > 0 ? pointAnchor(event) : event.currentTarget);
          }}
          className={classNames(
            "flex min-h-[46px] min-w-0 flex-1 items-center gap-2.5 rounded-control px-2 -outline-offset-2",
            "group-focus-within:pr-9 group-hover:pr-9 pointer-coarse:pr-10",
            anchor && "pr-9",
            isHere ? "text-ink" : "text-muted group-hover:text-ink",
          )}
        >
          <Cover thread={thread} />
          <span
            className="line-clamp-2 min-w-0 flex-1 leading-[18px] break-words"
            title={thread.title}
          >
            {thread.title}
          </span>
          <Sharing thread={thread} rights={rights} />
          {isLinked && (
            <Link2
              aria-label={t("thread.linked")}
              className="size-3.5 shrink-0 group-hover:hidden"
            />
          )}
          {thread.isPinned && thread.underWay === 0 && (
            <Pin aria-label={t("days.pinned")} className="size-3 shrink-0 group-hover:hidden" />
          )}
          {thread.underWay > 0 && (
            <span
              role="img"
              aria-label={t("underWay", { count: thread.underWay })}
              className="breathe mr-0.5 size-2 shrink-0 rounded-full bg-accent ring-3 ring-accent/20"
            />
          )}
        </Link>
      )}
      {!isRenaming && mayAct && (
        <span className="absolute right-1.5 flex opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 has-aria-expanded:opacity-100 pointer-coarse:opacity-100">
          <IconButton
            label={t("thread.more", { title: thread.title })}
            size="sm"
            aria-haspopup="menu"
            aria-expanded={anchor !== null}
            onPointerEnter={preloadActs}
            onFocus={preloadActs}
            onClick={(event) => setAnchor(event.currentTarget)}
          >
            <Ellipsis aria-hidden className="size-4" />
          </IconButton>
        </span>
      )}
      {anchor && (
        <ThreadMenu
          isOpen
          onOpenChange={() => setAnchor(null)}
          anchor={anchor}
          thread={thread}
          onRename={() => setRenaming(true)}
        />
      )}
      {isRemoving && <ThreadRemoval thread={thread} onDone={() => setRemoving(false)} />}
    </li>
  );
}

/** The creator's avatar on another member's thread, or a "shared" mark on the user's own. */
function Sharing({ thread, rights }: { thread: ThreadSummary; rights: ThreadRights }) {
  const t = useTranslations("shell.thread");
  if (!rights.isShared) return null;
  const sharingLabel = rights.isMine ? t("shared") : t("openedBy", { name: thread.createdBy.name });
  return (
    <span {...hint(sharingLabel)} className="flex shrink-0 items-center">
      {rights.isMine ? (
        <Users aria-hidden className="size-3.5" />
      ) : (
        <Avatar name={thread.createdBy.name} userId={thread.createdBy.id} size={18} />
      )}
      <span className="sr-only">{sharingLabel}</span>
    </span>
  );
}

function Cover({ thread: { cover } }: { thread: ThreadSummary }) {
  if (!cover) return <span className="size-[34px] shrink-0 rounded-print bg-plate" />;
  return (
    <img
      src={imageBytesPath(cover.imageId, 256)}
      alt=""
      width={34}
      height={34}
      loading="lazy"
      decoding="async"
      draggable={false}
      className="size-[34px] shrink-0 rounded-print bg-plate object-cover"
    />
  );
}
