"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";
import { BeneathProvider, isTyping } from "@/components/picture/see-beneath";
import { useProblemText } from "@/lib/client/problem-text";
import { imageQuery } from "@/lib/client/detail-queries";
import { Dialog } from "@/components/ui/dialog";
import { pressedKey } from "@/components/ui/pressed-key";
import { Filmstrip } from "@/components/viewer/filmstrip";
import { ViewerBar } from "@/components/viewer/viewer-bar";
import { ViewerDetails } from "@/components/viewer/viewer-details";
import { ZoomStage } from "@/components/viewer/zoom-stage";
import type { ImageId, ThreadId, TurnId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";
import { imageBytesPath } from "@/lib/contracts/paths";

/** What the arrow keys step through. */
export type ViewerOrder = {
  /** Null for a picture outside of it. */
  placeOf: (imageId: ImageId) => { number: number; count: number } | null;
  neighbour: (imageId: ImageId, by: -1 | 1) => ImageId | null;
  /** What is known without asking. */
  find: (imageId: ImageId) => ImageView | undefined;
};

type Props = {
  /** Null where no thread is open around the viewer. */
  threadId: ThreadId | null;
  imageId: ImageId;
  order: ViewerOrder;
  /** Shown when the picture does not have the requested size; offers the remedies. */
  badge: ReactNode;
  onShow: (imageId: ImageId) => void;
  /** The latest requested picture, even before it renders: a quick second press continues from there. */
  shownNow: () => ImageId | null;
  onClose: () => void;
  /** Null for read-only members. */
  onRefine: ((imageId: ImageId) => void) | null;
  /** For a picture of this thread on another branch. */
  onGoToTurn?: (turnId: TurnId) => void;
  /** More actions for the bar. */
  actions?: ReactNode;
  /** Keys of those actions, in lower case. */
  onKey?: (key: string) => void;
};

/** One picture full screen: zoom, pan, pinch, its neighbours, its ancestors, and how it was made. */
export default function Viewer(props: Props) {
  const t = useTranslations("viewer");
  const room = useRef<HTMLDivElement>(null);
  return (
    <Dialog
      open
      initialFocus={room}
      onOpenChange={(isOpen) => {
        if (!isOpen) props.onClose();
      }}
      placement="full"
      title={t("title")}
      isTitleHidden
    >
      <BeneathProvider fallbackId={props.imageId}>
        <Room {...props} room={room} />
      </BeneathProvider>
    </Dialog>
  );
}

function Room({ room, ...props }: Props & { room: RefObject<HTMLDivElement | null> }) {
  const { imageId, order, onShow, onRefine } = props;
  const t = useTranslations("viewer");
  const problemText = useProblemText();
  const detail = useQuery(imageQuery(imageId));
  const [areDetailsOpen, setDetailsOpen] = useState(
    () => window.matchMedia("(min-width: 1200px)").matches,
  );
  const place = order.placeOf(imageId);
  // The order already holds most pictures; only the details still load.
  const image = order.find(imageId) ?? detail.data?.image;
  const previous = order.neighbour(imageId, -1);
  const next = order.neighbour(imageId, 1);

  const step = (by: -1 | 1) => {
    const from = props.shownNow();
    const target = from === null ? null : order.neighbour(from, by);
    if (target !== null) onShow(target);
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (isTyping(event)) return;
    const key = pressedKey(event);
    if (key === "ArrowLeft") step(-1);
    if (key === "ArrowRight") step(1);
    if (key?.toLowerCase() === "i") setDetailsOpen((isOpen) => !isOpen);
    if (key !== null && !event.metaKey && !event.ctrlKey && !event.altKey) {
      props.onKey?.(key.toLowerCase());
    }
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => onKey(event);
    // In the capture phase: the dialog stops arrow keys from bubbling.
    document.addEventListener("keydown", onKeyDown, { capture: true });
    return () => document.removeEventListener("keydown", onKeyDown, { capture: true });
  }, []);
  usePreloaded(previous, next);

  const otherTurn =
    place === null && props.threadId !== null && detail.data?.image.threadId === props.threadId
      ? detail.data.turnId
      : null;

  return (
    <div ref={room} tabIndex={-1} className="flex h-dvh flex-col outline-none">
      <ViewerBar
        image={image ?? null}
        position={place}
        actions={props.actions}
        areDetailsOpen={areDetailsOpen}
        onToggleDetails={() => setDetailsOpen(!areDetailsOpen)}
        onPrevious={previous ? () => step(-1) : null}
        onNext={next ? () => step(1) : null}
        onRefine={place === null || onRefine === null ? null : () => onRefine(imageId)}
        onGoToTurn={otherTurn === null ? null : () => props.onGoToTurn?.(otherTurn)}
        onClose={props.onClose}
      />
      <div className="relative flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          {image ? (
            <ZoomStage
              key={image.id}
              image={image}
              alt={detail.data?.prompt ?? image.name}
              onPrevious={previous ? () => step(-1) : null}
              onNext={next ? () => step(1) : null}
              onClose={props.onClose}
            />
          ) : (
            <p role="status" className="m-auto px-6 text-[15px] text-muted">
              {detail.isError ? problemText(detail.error) : t("loading")}
            </p>
          )}
          <div className="mx-auto px-5 pb-3 empty:hidden">{props.badge}</div>
          {image && (
            <Filmstrip image={image} ancestors={detail.data?.ancestors ?? []} onShow={onShow} />
          )}
        </div>
        {areDetailsOpen && image && (
          <ViewerDetails
            image={image}
            detail={detail.data ?? null}
            onShow={onShow}
            onClose={() => setDetailsOpen(false)}
          />
        )}
      </div>
    </div>
  );
}

/** Preloads the neighbours, so that the arrow keys never wait. */
function usePreloaded(...imageIds: (ImageId | null)[]) {
  const paths = imageIds
    .flatMap((imageId) => (imageId === null ? [] : [imageBytesPath(imageId, 1440)]))
    .join(" ");
  useEffect(() => {
    for (const path of paths.split(" ").filter(Boolean)) new Image().src = path;
  }, [paths]);
}
