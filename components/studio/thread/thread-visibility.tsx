"use client";

import { useTranslations } from "next-intl";
import { rightsIn } from "@/components/shell/thread-rights";
import { useStudio } from "@/components/shell/use-studio";
import { VisibilityIcon, VisibilityMenu } from "@/components/composer/visibility-menu";
import { Avatar } from "@/components/ui/avatar";
import { toast } from "@/components/ui/toast";
import { hint } from "@/components/ui/tooltip";
import { useProblemText } from "@/lib/client/problem-text";
import { useUpdateThread } from "@/lib/client/thread-mutations";
import type { ThreadSummary } from "@/lib/contracts/threads";

const pillClass =
  "relative inline-flex h-8 shrink-0 items-center gap-1.5 rounded-control px-2 text-[13px] text-muted max-sm:px-1.5";

/** Shows in the header who can see the thread. The creator can change it; others see whose thread it is. */
export function ThreadVisibility({ thread }: { thread: ThreadSummary }) {
  const t = useTranslations("studio.visibility");
  const studio = useStudio();
  const problemText = useProblemText();
  const update = useUpdateThread();
  const { isMine, mayChooseVisibility } = rightsIn(thread, studio);
  const { name, kind } = studio.workspace;
  const visibilityLabel = t(thread.visibility, { name });

  if (kind === "personal") return null;
  if (!isMine) {
    const whose = t("byHint", { createdBy: thread.createdBy.name, name });
    return (
      <span {...hint(whose)} className={pillClass}>
        <Avatar name={thread.createdBy.name} userId={thread.createdBy.id} size={18} />
        <span className="max-w-40 truncate max-sm:sr-only">
          {t("by", { createdBy: thread.createdBy.name })}
        </span>
      </span>
    );
  }
  if (!mayChooseVisibility) {
    return (
      <span {...hint(visibilityLabel)} className={pillClass}>
        <VisibilityIcon visibility={thread.visibility} />
        <span className="max-w-48 truncate max-sm:sr-only">{visibilityLabel}</span>
      </span>
    );
  }
  return (
    <VisibilityMenu
      visibility={thread.visibility}
      workspaceName={name}
      align="start"
      onChange={(visibility) => {
        if (visibility === thread.visibility) return;
        update.mutate(
          { threadId: thread.id, visibility },
          { onError: (error) => void toast(problemText(error), { tone: "error" }) },
        );
      }}
      trigger={
        <button
          type="button"
          aria-label={`${t("label")}: ${visibilityLabel}`}
          {...hint(t("label"))}
          className={`${pillClass} transition-colors hover:bg-hover hover:text-ink aria-expanded:bg-hover aria-expanded:text-ink pointer-coarse:after:absolute pointer-coarse:after:-inset-1.5`}
        >
          <VisibilityIcon visibility={thread.visibility} />
          <span className="max-w-48 truncate max-sm:hidden">{visibilityLabel}</span>
        </button>
      }
    />
  );
}
