"use client";

import { useQuery } from "@tanstack/react-query";
import { PanelRightClose } from "lucide-react";
import { useTranslations } from "next-intl";
import { VersionTree } from "@/components/studio/versions/version-tree";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { useProblemText } from "@/lib/client/problem-text";
import { threadTreeQuery } from "@/lib/client/detail-queries";
import type { ThreadId, TurnId } from "@/lib/contracts/ids";
import type { TreeNode } from "@/lib/contracts/threads";

type Props = {
  threadId: ThreadId;
  selectedId: TurnId | null;
  onSelect: (node: TreeNode) => void;
};

/** Beside the thread in a wide window. */
export function VersionsPanel({ onClose, ...props }: Props & { onClose: () => void }) {
  const t = useTranslations("studio.versions");
  return (
    <aside
      aria-label={t("title")}
      className="hidden h-full w-[272px] shrink-0 flex-col border-l border-line lg:flex"
    >
      <div className="flex h-[51px] shrink-0 items-center gap-2 pr-3 pl-4">
        <h2 className="flex-1 text-[14px] font-semibold">{t("title")}</h2>
        <Count threadId={props.threadId} />
        <IconButton label={t("hide")} size="sm" onClick={onClose}>
          <PanelRightClose aria-hidden className="size-4" />
        </IconButton>
      </div>
      <div className="flex min-h-0 flex-1 overflow-auto px-3 pt-1 pb-6">
        <Versions {...props} />
      </div>
    </aside>
  );
}

/** The same as a bottom sheet, on a phone. */
export function VersionsSheet({
  open,
  onOpenChange,
  ...props
}: Props & { open: boolean; onOpenChange: (isOpen: boolean) => void }) {
  const t = useTranslations("studio.versions");
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("title")} placement="side">
      <div className="-mx-5 flex overflow-x-auto px-5 pb-4">
        <Versions
          {...props}
          onSelect={(node) => {
            onOpenChange(false);
            props.onSelect(node);
          }}
        />
      </div>
    </Dialog>
  );
}

function Versions({ threadId, selectedId, onSelect }: Props) {
  const t = useTranslations("studio.versions");
  const problemText = useProblemText();
  const tree = useQuery(threadTreeQuery(threadId));
  if (tree.data) {
    return <VersionTree nodes={tree.data.nodes} selectedId={selectedId} onSelect={onSelect} />;
  }
  if (tree.isError) {
    return (
      <div className="flex w-full flex-col items-start gap-3 p-2 text-[13px] text-muted">
        {problemText(tree.error)}
        <Button size="sm" onClick={() => void tree.refetch()}>
          {t("again")}
        </Button>
      </div>
    );
  }
  return (
    <div aria-hidden className="mx-auto flex flex-col gap-12 pt-1.5">
      <div className="skeleton h-[60px] w-[104px]" />
      <div className="skeleton h-[60px] w-[104px]" />
    </div>
  );
}

function Count({ threadId }: { threadId: ThreadId }) {
  const tree = useQuery(threadTreeQuery(threadId));
  return (
    <span className="figures text-[13px] text-muted">
      {tree.data ? tree.data.nodes.length : ""}
    </span>
  );
}
