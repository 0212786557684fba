"use client";

import { Columns2, Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { BeneathProvider } from "@/components/picture/see-beneath";
import { Caption } from "@/components/share/caption";
import { ContinueButton } from "@/components/share/continue/continue-button";
import { PickButton } from "@/components/share/review/pick-button";
import { Pins } from "@/components/share/review/pins";
import { useReview } from "@/components/share/review/use-review";
import { PrintStage } from "@/components/share/print-stage";
import { ratioClass, ratioRef } from "@/components/share/ratio";
import { sharedImagePath, useShare } from "@/components/share/share-context";
import { useShortcuts } from "@/components/shell/use-shortcuts";
import { Button, buttonClass } from "@/components/ui/button";
import type { ImageId } from "@/lib/contracts/ids";
import type { SharedImage } from "@/lib/contracts/share-view";

type Props = {
  image: SharedImage;
  /** The instruction; the link may hide it. */
  words: string | null;
  /** Whether the words are the title of the page. */
  isTitle?: boolean;
  place?: { number: number; count: number } | null;
  onShown?: (imageId: ImageId) => void;
  /** Below the label. */
  children?: ReactNode;
};

/** A picture with its label, and what a visitor can do with it. */
export function Exhibit({ image, words, isTitle = false, place = null, ...props }: Props) {
  const t = useTranslations("share");
  const { base, view, imageOf } = useShare();
  const review = useReview();
  const [wantsCompare, setCompare] = useState(false);
  const before = imageOf(image.parentId);
  const isComparing = wantsCompare && before !== null;
  const compare = () => setCompare(!isComparing);
  useShortcuts({ m: compare });
  const variant = view.downloads === "originals" ? "original" : 1440;
  const large = "pointer-coarse:h-11";
  return (
    <BeneathProvider fallbackId={before ? image.id : null} isListening={!isComparing}>
      <div className="flex justify-center">
        <PrintStage
          image={image}
          before={before}
          isComparing={isComparing}
          onShown={props.onShown}
          onPoint={review ? (at) => review.setPoint({ imageId: image.id, at }) : undefined}
        >
          <Pins imageId={image.id} />
        </PrintStage>
      </div>
      <div
        ref={ratioRef(image)}
        className={`${ratioClass(image)} mx-auto w-[min(100%,max(640px,calc(var(--stage)*var(--ratio))))] px-5 pt-3 sm:px-0`}
      >
        <Caption
          words={words}
          isTitle={isTitle}
          place={place}
          by={image.by}
          createdAt={image.createdAt}
          settings={image.settings}
        >
          {before !== null && (
            <Button aria-pressed={isComparing} onClick={compare} className={large}>
              <Columns2 aria-hidden className="size-4" />
              {t("stage.compare")}
            </Button>
          )}
          <PickButton imageId={image.id} className={large} />
          <ContinueButton imageId={image.id} className={large} />
          {view.downloads !== "off" && (
            <a
              href={`${sharedImagePath(base, image.id, variant)}?download`}
              download
              className={`${buttonClass()} ${large}`}
            >
              <Download aria-hidden className="size-4" />
              {t("download.one")}
            </a>
          )}
        </Caption>
        {props.children}
      </div>
    </BeneathProvider>
  );
}
