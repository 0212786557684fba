"use client";

import { useTranslations } from "next-intl";
import { memo } from "react";
import { ForkSwitch } from "@/components/studio/turn/fork-switch";
import { GenerationTile } from "@/components/studio/turn/generation-tile";
import type { Fork } from "@/components/studio/thread/selection";
import { TurnInstruction } from "@/components/studio/turn/turn-instruction";
import { classNames } from "@/components/ui/class-names";
import type { ImageId } from "@/lib/contracts/ids";
import type { TurnView } from "@/lib/contracts/turns";

type Props = {
  turn: TurnView;
  fork: Fork | null;
  selectedId: ImageId | null;
  isPending: boolean;
  isNamed: boolean;
  isNewest: boolean;
};

/** One instruction and its result: a picture, or several in a grid. */
export const TurnItem = memo(function TurnItem({
  turn,
  fork,
  selectedId,
  isPending,
  isNamed,
  isNewest,
}: Props) {
  const t = useTranslations("studio.turn");
  const isGrid = turn.generations.length > 1;
  return (
    <article
      id={turnElementId(turn.id)}
      // Focusable by script only, as a fallback when the focused element was removed.
      tabIndex={-1}
      aria-label={t("label", { createdBy: turn.credit?.by ?? turn.createdBy.name })}
      className="scroll-mt-6 rounded-print outline-offset-8 focus:not-focus-visible:outline-none"
    >
      <TurnInstruction turn={turn} isNamed={isNamed}>
        {fork && <ForkSwitch fork={fork} />}
      </TurnInstruction>
      <div className={classNames("mt-3", isGrid && "grid grid-cols-2 gap-x-2 gap-y-1")}>
        {turn.generations.map((generation) => (
          <GenerationTile
            key={generation.position}
            turn={turn}
            generation={generation}
            selectedId={selectedId}
            isNarrow={isGrid}
            isPending={isPending}
            isNewest={isNewest}
          />
        ))}
      </div>
    </article>
  );
});

/** The scroll target of a turn. */
export function turnElementId(turnId: string): string {
  return `turn-${turnId}`;
}
