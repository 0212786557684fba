"use client";

import { useEffect, useRef } from "react";
import { useTranslations } from "next-intl";
import { RenameField } from "@/components/shell/rename-field";
import { useThreadActions } from "@/components/shell/use-thread-actions";
import type { Floating } from "@/components/ui/anchored";
import MenuPopup from "@/components/ui/menu-popup";
import type { ThreadSummary } from "@/lib/contracts/threads";

/** What a thread row loads lazily, in one chunk, when a row is first approached. */

type MenuProps = Floating & { thread: ThreadSummary; onRename: () => void };

export function ThreadMenu({ thread, onRename, ...floating }: MenuProps) {
  const t = useTranslations("shell.thread");
  const { entries } = useThreadActions(thread, onRename);
  return <MenuPopup {...floating} label={t("menu")} entries={entries} />;
}

type ActProps = { thread: ThreadSummary; onDone: () => void };

export function ThreadRename({ thread, onDone }: ActProps) {
  const { rename } = useThreadActions(thread);
  return (
    <RenameField
      title={thread.title}
      onSave={(title) => {
        rename(title);
        onDone();
      }}
      onCancel={onDone}
    />
  );
}

/** Deletes on mount: the key was pressed before this chunk had loaded. */
export function ThreadRemoval({ thread, onDone }: ActProps) {
  const { remove } = useThreadActions(thread);
  const isDone = useRef(false);
  useEffect(() => {
    if (isDone.current) return;
    isDone.current = true;
    remove();
    onDone();
  }, [remove, onDone]);
  return null;
}
