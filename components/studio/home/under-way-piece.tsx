"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { isUnderWay } from "@/components/generation/generation-stage";
import { WaitingBackdrop } from "@/components/picture/waiting-backdrop";
import { PrintFrame, PrintLink } from "@/components/studio/home/print-frame";
import { lazyPiece } from "@/components/ui/lazy-piece";
import { threadPageQuery } from "@/lib/client/queries";
import { ratioOf } from "@/lib/contracts/shapes";
import type { ThreadPage, ThreadSummary } from "@/lib/contracts/threads";

const UnderWayPlate = lazyPiece(
  () => import("@/components/studio/home/under-way-plate").then((it) => it.UnderWayPlate),
  // Rendered only once loaded.
  () => ({ isOpen: true, close: () => undefined }),
);

/** A thread whose next picture is in progress: a plate in the print's place. Its clock and Cancel load with it. */
export function UnderWayPrint({ thread }: { thread: ThreadSummary }) {
  const t = useTranslations("shell");
  const { data: page } = useQuery(threadPageQuery(thread.id));
  // None while it is on a branch that was not read.
  const found = page && newestUnderWay(page);

  return (
    <PrintFrame
      ratio={ratioOf(thread.settings.shape)}
      title={thread.title}
      detail={found?.turn.prompt ?? t("underWay", { count: thread.underWay })}
    >
      {(ratio) => (
        <div
          className="relative overflow-hidden rounded-print bg-plate"
          style={{ aspectRatio: String(ratio) }}
        >
          <PrintLink
            threadId={thread.id}
            label={thread.title}
            className="absolute inset-0 rounded-print -outline-offset-2"
          >
            <WaitingBackdrop parentHash={thread.cover?.thumbhash ?? null} />
          </PrintLink>
          {found && <UnderWayPlate {...found} ratio={ratio} />}
        </div>
      )}
    </PrintFrame>
  );
}

function newestUnderWay({ path }: ThreadPage) {
  for (const turn of path.toReversed()) {
    const generation = turn.generations.find(isUnderWay);
    if (generation) return { turn, generation };
  }
  return null;
}
