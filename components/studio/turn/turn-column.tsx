"use client";

import { ArrowDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";
import { useStudio } from "@/components/shell/use-studio";
import { forkAt, isUnsent } from "@/components/studio/thread/selection";
import { TurnItem, turnElementId } from "@/components/studio/turn/turn-item";
import { useEarlierTurns } from "@/components/studio/thread/use-earlier-turns";
import { useNewestFirst } from "@/components/studio/thread/use-newest-first";
import type { RequestedTurn } from "@/components/studio/thread/use-requested-turn";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import type { ImageId, ThreadId, TurnId } from "@/lib/contracts/ids";
import type { ThreadPage } from "@/lib/contracts/threads";

/** Within this distance of the end the reader is following new turns. */
const NEAR_END_PX = 240;

type Props = {
  threadId: ThreadId;
  at: TurnId | null;
  page: ThreadPage;
  selectedId: ImageId | null;
  /** A turn to scroll to once it is loaded. */
  requested: RequestedTurn | null;
  scroller: RefObject<HTMLDivElement | null>;
};

/**
 * The path, newest at the bottom. `column-reverse` anchors the scroller at its end: it opens at the newest turn before
 * any script runs, stays there as pictures arrive, and does not jump when earlier turns are prepended.
 */
export function TurnColumn(props: Props) {
  const { threadId, at, page: wholePage, selectedId, requested, scroller } = props;
  const t = useTranslations("studio.thread");
  const page = useNewestFirst(wholePage);
  const { state, load, sentinel } = useEarlierTurns(threadId, at, page);
  const [isAway, setIsAway] = useState(false);
  useScrollToRequested(requested, page, load);
  const me = useStudio().user.id;
  const areNamed = [wholePage.thread, ...wholePage.path].some(
    ({ createdBy }) => createdBy.id !== me,
  );

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        data-thread-scroller
        className="flex h-full flex-col-reverse overflow-x-hidden overflow-y-auto overscroll-contain"
        onScroll={(event) => setIsAway(-event.currentTarget.scrollTop > NEAR_END_PX)}
      >
        {/* In `column-reverse` the first child is at the bottom: it takes the free space, so that a short thread
            starts at the top. */}
        <div className="flex-1" />
        <div className="mx-auto w-full max-w-[768px] px-4 pt-8 pb-8 sm:px-6">
          {page.hasEarlier && (
            <div ref={sentinel} className="flex min-h-16 items-start justify-center pb-8">
              {state === "failed" ? (
                <span role="status" className="flex items-center gap-3 text-[13px] text-muted">
                  {t("earlierFailed")}
                  <Button size="sm" onClick={() => void load()}>
                    {t("again")}
                  </Button>
                </span>
              ) : (
                <span className="breathe text-[13px] text-muted">{t("earlier")}</span>
              )}
            </div>
          )}
          <div className="flex flex-col gap-11">
            {page.path.map((turn) => (
              <TurnItem
                // Keyed by parent, which is unique on a path and stays the same when the server assigns the turn's
                // id.
                key={turn.parentTurnId ?? "root"}
                turn={turn}
                fork={forkAt(page, turn.id)}
                selectedId={selectedId}
                isPending={isUnsent(turn)}
                isNamed={areNamed}
                isNewest={turn === page.path.at(-1)}
              />
            ))}
          </div>
        </div>
      </div>
      {isAway && (
        <IconButton
          label={t("newest")}
          size="lg"
          className="float absolute! bottom-3 left-1/2 -translate-x-1/2 rounded-full"
          onClick={() => scroller.current?.scrollTo({ top: 0, behavior: "smooth" })}
        >
          <ArrowDown aria-hidden className="size-4" />
        </IconButton>
      )}
    </div>
  );
}

/**
 * Scrolls to a requested turn, loading earlier turns if needed. Moves the focus to it if the request says so, or if the
 * focused element was removed with the previous branch.
 */
function useScrollToRequested(
  requested: Props["requested"],
  page: ThreadPage,
  loadEarlier: () => Promise<void>,
) {
  const fulfilled = useRef(0);
  const isThere = requested !== null && page.path.some((turn) => turn.id === requested.turnId);
  const load = useEffectEvent(() => void loadEarlier());
  const first = page.path[0]?.id;
  useEffect(() => {
    if (!requested || fulfilled.current === requested.key) return;
    if (!isThere) {
      // `first` changes with every page prepended, which triggers the next check.
      if (page.hasEarlier && first !== undefined) load();
      return;
    }
    fulfilled.current = requested.key;
    const element = document.getElementById(turnElementId(requested.turnId));
    element?.scrollIntoView({
      block: element.clientHeight > window.innerHeight ? "start" : "center",
    });
    const isFocusFree = document.activeElement === document.body;
    if (requested.takesFocus || (isFocusFree && !requested.isArrival)) {
      element?.focus({ preventScroll: true });
    }
  }, [requested, isThere, page.hasEarlier, first]);
}
