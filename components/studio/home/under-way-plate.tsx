"use client";

import { useGenerationCalls } from "@/components/generation/use-generation-actions";
import { useStudio } from "@/components/shell/use-studio";
import { WaitingPlate } from "@/components/studio/turn/waiting-plate";
import { isPermitted } from "@/lib/contracts/permissions";
import type { GenerationView } from "@/lib/contracts/generations";
import type { TurnView } from "@/lib/contracts/turns";

type Props = { turn: TurnView; generation: GenerationView; ratio: number };

/** The clock, the stage and Cancel of a picture in progress, over its print. */
export function UnderWayPlate({ turn, generation, ratio }: Props) {
  const { models, workspace } = useStudio();
  const calls = useGenerationCalls(generation);
  const model = models.find(({ id }) => id === generation.model);
  return (
    // The print below opens the thread.
    <div className="pointer-events-none absolute inset-0 [&_button]:pointer-events-auto">
      <WaitingPlate
        generation={generation}
        base={turn.baseImage}
        usualMs={model?.usualMs ?? null}
        style={{ aspectRatio: String(ratio) }}
        isNarrow={ratio < 1.2}
        wraps={ratio < 1.2}
        onCancel={isPermitted(workspace.role, "write") ? calls.cancel : null}
      />
    </div>
  );
}
