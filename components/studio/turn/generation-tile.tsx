"use client";

import { useTranslations } from "next-intl";
import { FailureNote } from "@/components/studio/turn/failure-note";
import { useGenerationCalls } from "@/components/generation/use-generation-actions";
import { Picture } from "@/components/picture/picture";
import { PictureActions } from "@/components/studio/turn/picture-actions";
import { askedRatio, boxRatio, boxStyle } from "@/components/picture/picture-box";
import { usePreloadedPicture } from "@/components/picture/use-preloaded-picture";
import { isUnderWay } from "@/components/generation/generation-stage";
import { GonePicture } from "@/components/studio/turn/gone-picture";
import { SizeBadge } from "@/components/studio/turn/size-badge";
import { useTurnWords } from "@/components/picture/use-crop-label";
import { pictureElementId } from "@/components/studio/thread/use-viewer-return";
import { useStudioActions } from "@/components/studio/studio-actions";
import { WaitingPlate } from "@/components/studio/turn/waiting-plate";
import { Button } from "@/components/ui/button";
import type { GenerationView } from "@/lib/contracts/generations";
import type { ImageId } from "@/lib/contracts/ids";
import type { TurnView } from "@/lib/contracts/turns";
import { shortenPrompt } from "@/lib/utils/shorten-prompt";

/** Limits the alt text: an instruction may be 32,000 characters long. */
const ALT_CHARS = 160;

type Props = {
  turn: TurnView;
  generation: GenerationView;
  selectedId: ImageId | null;
  isNarrow: boolean;
  /** The server does not have the turn yet, so there is nothing to cancel. */
  isPending: boolean;
  /** It belongs to the newest turn, which a thread shows first. */
  isNewest: boolean;
};

/** One generation of a turn in any state: waiting plate, picture, offer or failure. */
export function GenerationTile(props: Props) {
  const { turn, generation, selectedId, isNarrow, isPending, isNewest } = props;
  const { modelOf, open, mayMake } = useStudioActions();
  const calls = useGenerationCalls(generation);
  const turnWords = useTurnWords();
  const model = modelOf(generation.model);
  const asked = askedRatio(turn.settings, model);
  const sizes = isNarrow ? "(min-width: 768px) 356px, 46vw" : "(min-width: 768px) 720px, 92vw";
  usePreloadedPicture(generation, sizes);
  const sizeOf = (ratio: number) =>
    isNarrow ? { aspectRatio: String(ratio), width: "100%" } : boxStyle(ratio);

  if (isUnderWay(generation)) {
    return (
      <WaitingPlate
        generation={generation}
        base={turn.baseImage}
        usualMs={model?.usualMs ?? null}
        style={sizeOf(asked)}
        isNarrow={isNarrow}
        onCancel={isPending || !mayMake ? null : calls.cancel}
      />
    );
  }
  if (generation.images.length === 0) return <FailureNote turn={turn} generation={generation} />;
  const isOffered = generation.state === "cancelled";
  return generation.images.map((image) =>
    image.state !== "kept" ? (
      <GonePicture
        key={image.id}
        image={image}
        turn={turn}
        style={sizeOf(boxRatio(image, asked))}
      />
    ) : (
      <figure key={image.id} id={pictureElementId(image.id)} className="min-w-0">
        <Picture
          image={image}
          alt={shortenPrompt(turnWords(turn), ALT_CHARS)}
          style={sizeOf(boxRatio(image, asked))}
          sizes={sizes}
          isSelected={image.id === selectedId}
          isFirst={isNewest}
          onOpen={() => open(image.id)}
        />
        {isOffered ? (
          <Offer onKeep={mayMake ? calls.keep : null} />
        ) : (
          <figcaption>
            <div className="pt-2 empty:hidden">
              <SizeBadge turn={turn} image={image} />
            </div>
            <PictureActions
              turn={turn}
              generation={generation}
              image={image}
              isSelected={image.id === selectedId}
              isNarrow={isNarrow}
            />
          </figcaption>
        )}
      </figure>
    ),
  );
}

/** A picture that arrived after its cancellation. It was probably billed, so it is offered rather than discarded. */
function Offer({ onKeep }: { onKeep: (() => Promise<void>) | null }) {
  const t = useTranslations("studio.offer");
  return (
    <figcaption className="flex min-h-11 flex-wrap items-center justify-between gap-2 pt-2 text-[14px] text-muted">
      {t("cameAfter")}
      {onKeep && (
        <Button size="sm" onClick={() => void onKeep()}>
          {t("keep")}
        </Button>
      )}
    </figcaption>
  );
}
