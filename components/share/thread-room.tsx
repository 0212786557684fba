"use client";

import { Network, Pause, Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { endBelow, framesTo, newestStep, stepOf } from "@/components/share/evolution";
import { Exhibit } from "@/components/share/exhibit";
import { References } from "@/components/share/references";
import { ReviewPanel } from "@/components/share/review/review-panel";
import { RoomFrame } from "@/components/share/room-frame";
import { ShareFooter } from "@/components/share/share-footer";
import { ShareHeader } from "@/components/share/share-header";
import { sharedImagePath, useShare } from "@/components/share/share-context";
import { ShareTree } from "@/components/share/share-tree";
import { type Evolution, useEvolution } from "@/components/share/use-evolution";
import { VariantRow } from "@/components/share/variant-row";
import { VersionStrip } from "@/components/share/version-strip";
import { useShortcuts } from "@/components/shell/use-shortcuts";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import type { ImageId, TurnId } from "@/lib/contracts/ids";

/** A thread: its versions dissolve one into the next, each above the instruction that made it. */
export function ThreadRoom({ tools }: { tools?: ReactNode }) {
  const t = useTranslations("share");
  const { base, view, imageOf } = useShare();
  const [lastId, setLastId] = useState<TurnId | null>(null);
  const [chosen, setChosen] = useState<ReadonlyMap<TurnId, ImageId>>(new Map());
  const [shownId, setShownId] = useState<ImageId | null>(null);
  const [isTreeOpen, setTreeOpen] = useState(false);

  const last = view.steps.find(({ id }) => id === lastId) ?? newestStep(view.steps);
  const frames = last === null ? [] : framesTo(last, view.steps, imageOf, chosen);
  const evolution = useEvolution({ frames, shownId });
  const { at, frame } = evolution;
  const image = frame?.image ?? null;
  const isMany = frames.length > 1;

  const nextId = frames[at + 1]?.image?.id ?? null;
  useEffect(() => {
    if (nextId !== null) new Image().src = sharedImagePath(base, nextId, 1440);
  }, [base, nextId]);

  const showImage = (imageId: ImageId) => {
    const step = stepOf(view.steps, imageId);
    if (!step) return;
    setChosen(new Map(chosen).set(step.id, imageId));
    if (!frames.some((one) => one.step.id === step.id)) setLastId(endBelow(view.steps, step).id);
    evolution.showStep(step.id);
  };
  useShortcuts(
    isTreeOpen || !isMany
      ? {}
      : {
          arrowleft: () => evolution.goTo(at - 1),
          arrowright: () => evolution.goTo(at + 1),
          home: () => evolution.goTo(0),
          end: () => evolution.goTo(frames.length - 1),
          k: evolution.toggle,
          t: () => setTreeOpen(true),
        },
  );
  return (
    <>
      <RoomFrame
        header={
          <ShareHeader>
            {isMany && (
              <Button variant="ghost" onClick={() => setTreeOpen(true)} aria-haspopup="dialog">
                <Network aria-hidden className="size-4" />
                <span className="max-sm:sr-only">{t("tree.open")}</span>
              </Button>
            )}
            {tools}
          </ShareHeader>
        }
        aside={view.mayComment && image && <ReviewPanel imageId={image.id} onShow={showImage} />}
        dock={isMany && <Dock evolution={evolution} />}
        footer={<ShareFooter />}
      >
        {frame && image ? (
          <Exhibit
            image={image}
            words={frame.step.instruction}
            place={isMany ? { number: at + 1, count: frames.length } : null}
            onShown={setShownId}
          >
            <References ids={frame.step.referenceIds} />
            <VariantRow step={frame.step} shownId={image.id} onPick={showImage} />
          </Exhibit>
        ) : frame ? (
          <UnderWay words={frame.step.instruction} />
        ) : (
          <p className="px-5 py-24 text-center text-[15px] text-muted">{t("evolve.empty")}</p>
        )}
      </RoomFrame>
      {isTreeOpen && image && (
        <ShareTree currentId={image.id} onPick={showImage} onClose={() => setTreeOpen(false)} />
      )}
    </>
  );
}

function Dock({ evolution }: { evolution: Evolution }) {
  const t = useTranslations("share.evolve");
  const { isPlaying, toggle, frames, at, goTo } = evolution;
  return (
    <div className="flex items-center gap-3 sm:gap-5">
      <IconButton
        label={t(isPlaying ? "pause" : "play")}
        keys="K"
        onClick={toggle}
        className="size-12! rounded-full! bg-accent-strong! text-on-accent!"
      >
        {isPlaying ? (
          <Pause aria-hidden className="size-5 fill-current" />
        ) : (
          <Play aria-hidden className="size-5 fill-current" />
        )}
      </IconButton>
      <VersionStrip frames={frames} at={at} onGoTo={goTo} />
    </div>
  );
}

/** In place of a version that is being made. */
function UnderWay({ words }: { words: string | null }) {
  const t = useTranslations("share.evolve");
  return (
    <>
      <div className="flex justify-center">
        <div className="flex aspect-[3/2] w-[min(100%,calc(var(--stage)*1.5))] items-end bg-plate p-5 sm:rounded-print">
          <p role="status" className="breathe text-[14px] text-muted">
            {t("underWay")}
          </p>
        </div>
      </div>
      {words !== null && (
        <p className="px-5 pt-3 font-serif text-[26px] leading-[30px] sm:px-0">{words}</p>
      )}
    </>
  );
}
