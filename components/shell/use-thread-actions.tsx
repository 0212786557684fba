"use client";

import {
  Archive,
  ArchiveRestore,
  Lock,
  PencilLine,
  Pin,
  PinOff,
  Trash2,
  Users,
} from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { rightsIn } from "@/components/shell/thread-rights";
import { useStudio } from "@/components/shell/use-studio";
import type { MenuEntry } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import { useProblemText } from "@/lib/client/problem-text";
import { useRemoveThread, useRestoreThread, useUpdateThread } from "@/lib/client/thread-mutations";
import type { ThreadSummary } from "@/lib/contracts/threads";

const iconClass = "size-4";

export type ThreadActions = {
  rename: (title: string) => void;
  remove: () => void;
  /** Menu entries the user may use: rename, visibility, pin, archive, delete. */
  entries: MenuEntry[];
};

/** Actions for a thread in a list or a header. Delete and archive offer "undo" in a toast. */
export function useThreadActions(thread: ThreadSummary, onRename = () => {}): ThreadActions {
  const t = useTranslations("shell.thread");
  const tCommon = useTranslations("common");
  const problemText = useProblemText();
  const router = useRouter();
  const pathname = usePathname();
  const { mutateAsync: update } = useUpdateThread();
  const { mutateAsync: removeThread } = useRemoveThread();
  const { mutateAsync: restoreThread } = useRestoreThread();
  const studio = useStudio();
  const rights = rightsIn(thread, studio);
  const threadId = thread.id;

  // Use promises: callbacks of mutate() are not called once the row has unmounted, as it has after a delete.
  const run = (work: Promise<unknown>, done?: () => void) =>
    void work.then(done, (error: unknown) => toast(problemText(error), { tone: "error" }));
  const toastWithUndo = (text: string, undo: () => Promise<unknown>) =>
    void toast(text, { action: { label: tCommon("undo"), onSelect: () => run(undo()) } });
  const leave = () => {
    if (pathname === `/t/${threadId}`) router.push("/");
  };

  const remove = () => {
    leave();
    run(removeThread(threadId), () =>
      toastWithUndo(t("removed", { title: thread.title }), () => restoreThread(threadId)),
    );
  };

  const setArchived = (isArchived: boolean) => {
    if (isArchived) leave();
    run(update({ threadId, isArchived }), () => {
      if (!isArchived) return;
      toastWithUndo(t("archived", { title: thread.title }), () =>
        update({ threadId, isArchived: false }),
      );
    });
  };

  const { isShared } = rights;
  const isPrivate = thread.visibility === "private";
  const writeEntries: MenuEntry[] = [
    {
      label: t("rename"),
      keys: "F2",
      icon: <PencilLine className={iconClass} />,
      onSelect: onRename,
    },
  ];
  const visibilityEntries: MenuEntry[] = [
    {
      label: isPrivate ? t("show", { name: studio.workspace.name }) : t("hide"),
      icon: isPrivate ? <Users className={iconClass} /> : <Lock className={iconClass} />,
      onSelect: () => run(update({ threadId, visibility: isPrivate ? "workspace" : "private" })),
    },
  ];
  const curatorEntries: MenuEntry[] = [
    {
      label: t(labelKeyOf(thread.isPinned ? "unpin" : "pin", isShared)),
      icon: thread.isPinned ? <PinOff className={iconClass} /> : <Pin className={iconClass} />,
      onSelect: () => run(update({ threadId, isPinned: !thread.isPinned })),
    },
    {
      label: t(labelKeyOf(thread.isArchived ? "unarchive" : "archive", isShared)),
      icon: thread.isArchived ? (
        <ArchiveRestore className={iconClass} />
      ) : (
        <Archive className={iconClass} />
      ),
      onSelect: () => setArchived(!thread.isArchived),
    },
    "separator",
    {
      label: t(labelKeyOf("delete", isShared)),
      keys: "Del",
      isDangerous: true,
      icon: <Trash2 className="size-4 text-danger" />,
      onSelect: remove,
    },
  ];

  return {
    rename: (title) => run(update({ threadId, title })),
    remove,
    entries: [
      ...(rights.mayWrite ? writeEntries : []),
      ...(rights.mayChooseVisibility ? visibilityEntries : []),
      ...(rights.mayCurate ? curatorEntries : []),
    ],
  };
}

/** On a shared thread the label says that others are affected. */
function labelKeyOf<A extends "pin" | "unpin" | "archive" | "unarchive" | "delete">(
  act: A,
  isShared: boolean,
): A | `${A}ForAll` {
  return isShared ? `${act}ForAll` : act;
}
