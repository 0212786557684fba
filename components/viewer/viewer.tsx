"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { shareBadgesQuery } from "@/lib/client/share-queries";
import { imageShareable } from "@/lib/client/shareables";
import { ShareDialog } from "@/components/links/share-slot";
import { BeneathProvider } from "@/components/picture/see-beneath";
import { useStudio } from "@/components/shell/use-studio";
import { Dialog } from "@/components/ui/dialog";
import { ActsBar } from "@/components/viewer/acts-view";
import { type Compare, useCompare } from "@/components/viewer/compare/use-compare";
import { useUnchanged } from "@/components/viewer/compare/use-unchanged";
import { Filmstrip } from "@/components/viewer/filmstrip";
import { useCaptioned } from "@/components/viewer/use-captioned";
import { useViewerActs } from "@/components/viewer/use-viewer-acts";
import { useViewerKeys } from "@/components/viewer/use-viewer-keys";
import type { HostActs } from "@/components/viewer/viewer-act";
import { ViewerBar } from "@/components/viewer/viewer-bar";
import { toStripPicture, type ViewerOrder } from "@/components/viewer/viewer-order";
import { ViewerPanel } from "@/components/viewer/viewer-panel";
import { type StageHandle, ViewerStage } from "@/components/viewer/viewer-stage";
import { imageQuery } from "@/lib/client/detail-queries";
import { useProblemText } from "@/lib/client/problem-text";
import type { ImageId } from "@/lib/contracts/ids";
import type { ImageDetail } from "@/lib/contracts/images";
import { isPermitted } from "@/lib/contracts/permissions";
import { imageBytesPath } from "@/lib/contracts/paths";

/** Pictures of the filmstrip on each side. */
const REACH = 16;

type Props = {
  /** What the pictures are from: the thread's title, the gallery. */
  title: string;
  imageId: ImageId;
  order: ViewerOrder;
  /** Shown when the picture does not have the requested size; offers the remedies. */
  badge: ReactNode;
  onShow: (imageId: ImageId) => void;
  /** The latest requested picture, even before it renders: a quick second press continues from there. */
  shownNow: () => ImageId | null;
  onClose: () => void;
  host: HostActs;
  /** What was done last, over the picture. */
  note?: ReactNode;
};

/** One picture full screen: zoom, pan, pinch, its neighbours, its lineage, how it was made, and another beside it. */
export default function Viewer(props: Props) {
  const t = useTranslations("viewer");
  const room = useRef<HTMLDivElement>(null);
  const detail = useQuery(imageQuery(props.imageId));
  const compare = useCompare(props.imageId, props.order, detail.data);
  const leave = () => (compare.isOn ? compare.stop() : props.onClose());
  return (
    <Dialog
      open
      initialFocus={room}
      onOpenChange={(isOpen) => {
        if (!isOpen) leave();
      }}
      placement="full"
      title={t("title")}
      isTitleHidden
    >
      <BeneathProvider fallbackId={props.imageId} isListening={!compare.isOn}>
        <Room
          {...props}
          room={room}
          detail={detail.data ?? null}
          error={detail.error}
          compare={compare}
          leave={leave}
        />
      </BeneathProvider>
    </Dialog>
  );
}

type RoomProps = Props & {
  room: RefObject<HTMLDivElement | null>;
  detail: ImageDetail | null;
  error: unknown;
  compare: Compare;
  /** Ends comparing, or closes. */
  leave: () => void;
};

function Room({ room, detail, error, compare, leave, ...props }: RoomProps) {
  const { imageId, order, onShow } = props;
  const t = useTranslations("viewer");
  const problemText = useProblemText();
  const stage = useRef<StageHandle>(null);
  const [percent, setPercent] = useState<number | null>(null);
  const [areDetailsOpen, setDetailsOpen] = useState(
    () => window.matchMedia("(min-width: 1200px)").matches,
  );
  // The order already holds most pictures; only the details still load.
  const image = order.find(imageId) ?? detail?.image ?? null;
  const previous = order.neighbour(imageId, -1);
  const next = order.neighbour(imageId, 1);
  const ancestors = detail?.ancestors ?? [];
  const isUnchanged = useUnchanged(image, ancestors[0] ?? null);

  const step = (by: -1 | 1) => {
    const from = props.shownNow();
    const target = from === null ? null : order.neighbour(from, by);
    if (target !== null) onShow(target);
  };
  const onPrevious = previous ? () => step(-1) : null;
  const onNext = next ? () => step(1) : null;
  const pick = compare.isOn ? compare.pick : onShow;
  const swap = () => {
    if (compare.otherId === null) return;
    compare.pick(imageId);
    onShow(compare.otherId);
  };

  const [isSharing, setSharing] = useState(false);
  const mayShare = isPermitted(useStudio().workspace.role, "write");
  const isShared = useQuery(shareBadgesQuery()).data?.imageIds.includes(imageId) ?? false;
  const acts = useViewerActs({
    imageId,
    image,
    host: props.host,
    compare: compare.isPossible ? { isOn: compare.isOn, toggle: compare.toggle } : null,
    share: mayShare && image?.state === "kept" ? { isShared, open: () => setSharing(true) } : null,
  });
  useViewerKeys({
    room,
    acts,
    stage,
    compare,
    step,
    swap,
    toggleDetails: () => setDetailsOpen(!areDetailsOpen),
    undo: props.host.undo,
    close: props.onClose,
  });
  usePreloaded(previous, next);

  const strip = useCaptioned(order.around(imageId, REACH), imageId);
  const versions = image === null ? [] : [...ancestors.toReversed(), image];

  return (
    <div ref={room} data-viewer tabIndex={-1} className="relative flex h-dvh outline-none">
      <div className="flex min-w-0 flex-1 flex-col">
        <ViewerBar
          title={props.title}
          position={order.placeOf(imageId)}
          percent={percent}
          zoom={() => stage.current}
          areDetailsOpen={areDetailsOpen}
          onShowDetails={() => setDetailsOpen(true)}
          onPrevious={onPrevious}
          onNext={onNext}
          onClose={leave}
        />
        <div className="relative flex min-h-0 flex-1 flex-col">
          {image ? (
            <ViewerStage
              ref={stage}
              image={image}
              alt={detail?.prompt ?? image.name}
              compare={compare}
              onPercent={setPercent}
              onSwap={swap}
              onPrevious={onPrevious}
              onNext={onNext}
              onClose={props.onClose}
            />
          ) : (
            <p role="status" className="m-auto px-6 text-[15px] text-muted">
              {error ? problemText(error) : t("loading")}
            </p>
          )}
          <div className="mx-auto flex flex-wrap items-center justify-center gap-2 px-5 pt-2 empty:hidden">
            {props.badge}
            {isUnchanged && (
              <span className="inline-flex min-h-6 items-center rounded-[12px] border border-line px-2.5 text-[12px] text-muted">
                {t("unchanged")}
              </span>
            )}
          </div>
          <Filmstrip
            pictures={strip.length > 0 ? strip : versions.map(toStripPicture)}
            currentId={imageId}
            comparedId={compare.otherId}
            onPick={pick}
          />
          {props.note}
        </div>
        <ActsBar acts={acts} />
      </div>
      {isSharing && (
        <ShareDialog shareable={imageShareable(imageId)} onClose={() => setSharing(false)} />
      )}
      {areDetailsOpen && image && (
        <ViewerPanel
          image={image}
          detail={detail}
          acts={acts}
          comparedId={compare.otherId}
          onPick={pick}
          onShow={onShow}
          onClose={() => setDetailsOpen(false)}
        />
      )}
    </div>
  );
}

/** Preloads the neighbours and what is known of them, so that the arrow keys never wait. */
function usePreloaded(previous: ImageId | null, next: ImageId | null) {
  const client = useQueryClient();
  useEffect(() => {
    for (const imageId of [previous, next]) {
      if (imageId === null) continue;
      new Image().src = imageBytesPath(imageId, 1440);
      void client.prefetchQuery(imageQuery(imageId));
    }
  }, [client, previous, next]);
}
