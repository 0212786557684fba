"use client";

import { type Ref, useImperativeHandle, useRef } from "react";
import { CompareLegend, CompareModes } from "@/components/viewer/compare/compare-bar";
import { type CompareHandle, CompareStage } from "@/components/viewer/compare/compare-stage";
import type { Compare } from "@/components/viewer/compare/use-compare";
import type { ZoomHandle } from "@/components/viewer/zoom";
import { ZoomStage } from "@/components/viewer/zoom-stage";
import type { ImageView } from "@/lib/contracts/images";

export type StageHandle = CompareHandle;

type Props = {
  ref?: Ref<StageHandle>;
  image: ImageView;
  alt: string;
  compare: Compare;
  onPercent: (percent: number) => void;
  onSwap: () => void;
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
  onClose: () => void;
};

/** The picture alone, or beside the one it is compared with. */
export function ViewerStage({ ref, image, compare, onSwap, ...props }: Props) {
  const alone = useRef<ZoomHandle>(null);
  const both = useRef<CompareHandle>(null);
  useImperativeHandle(ref, () => {
    const zoom = () => both.current ?? alone.current;
    return {
      zoomIn: () => zoom()?.zoomIn(),
      zoomOut: () => zoom()?.zoomOut(),
      fit: () => zoom()?.fit(),
      toPixels: () => zoom()?.toPixels(),
      flick: () => both.current?.flick(),
    };
  });
  if (compare.isOn && compare.other !== null) {
    const { other, mode } = compare;
    return (
      <div className="flex min-h-0 flex-1 flex-col px-3 pb-1 sm:px-10">
        <CompareModes mode={mode} onMode={compare.setMode} />
        <CompareLegend
          a={other.name}
          b={image.name}
          mode={mode}
          shown={compare.shown}
          onSwap={onSwap}
        />
        <CompareStage
          ref={both}
          a={other}
          b={image}
          mode={mode}
          shown={compare.shown}
          onPercent={props.onPercent}
          onFlick={compare.setShown}
        />
      </div>
    );
  }
  return <ZoomStage key={image.id} ref={alone} image={image} {...props} />;
}
