"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useMemo, useState } from "react";
import { ActNote } from "@/components/gallery/act-note";
import { dayReader } from "@/components/gallery/days";
import { GalleryViewer } from "@/components/gallery/gallery-viewer";
import { type PictureActs, PictureActsProvider } from "@/components/gallery/gallery-context";
import { NoPictures } from "@/components/gallery/notices";
import {
  addressNow,
  useGalleryAddress,
  writeAddress,
} from "@/components/gallery/use-gallery-address";
import { useRowHeight } from "@/components/gallery/use-row-height";
import { useStudioLinks } from "@/components/gallery/use-studio-links";
import { useWallActs } from "@/components/gallery/use-wall-acts";
import { useWallKeys } from "@/components/gallery/use-wall-keys";
import { useWallScroll } from "@/components/gallery/use-wall-scroll";
import { useWallViewer } from "@/components/gallery/use-wall-viewer";
import { useWidth } from "@/components/gallery/use-width";
import { Wall } from "@/components/gallery/wall";
import { WallPlanner } from "@/components/gallery/wall-layout";
import { verticalNeighbour, visibleBetween } from "@/components/gallery/wall-position";
import { useReaderZone } from "@/components/shell/use-reader-zone";
import { useStudio } from "@/components/shell/use-studio";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { imageAt, isMarked, neighbourOf } from "@/lib/client/wall/wall-state";
import type { WallState, WallStore } from "@/lib/client/wall/wall-store";
import type { ImageId } from "@/lib/contracts/ids";
import { isPermitted } from "@/lib/contracts/permissions";

type Props = { wall: WallStore; state: WallState };

/** A loaded wall: pictures, keys, viewer, and what was done last. */
export function WallRoom({ wall, state }: Props) {
  const t = useTranslations("gallery");
  const address = useGalleryAddress();
  const { workspace } = useStudio();
  const zone = useReaderZone();
  const { rowHeight } = useRowHeight();
  const [box, width] = useWidth();
  const [activeId, setActiveId] = useState<ImageId | null>(null);
  const [focusId, setFocusId] = useState<ImageId | null>(null);
  const [purgedId, setPurgedId] = useState<ImageId | null>(null);
  const acts = useWallActs(wall);
  const links = useStudioLinks();
  const isSearch = wall.scope.query !== "";
  const planner = useMemo(
    () => new WallPlanner(dayReader(zone), isSearch ? "month" : "day"),
    [zone, isSearch],
  );

  const isPhone = width < 640;
  const inset = isPhone ? { left: 0, right: 0 } : { left: 24, right: 72 };
  const layout = useMemo(
    () =>
      planner.plan(state.chunks, {
        width: Math.max(1, width - (isPhone ? 0 : 96)),
        rowHeight,
        gap: isPhone ? 3 : 4,
      }),
    [planner, state.chunks, width, isPhone, rowHeight],
  );
  /** A link names a picture by its time; it gets the focus once it is loaded. */
  const [arrivalTime, setArrivalTime] = useState<number | null>(null);
  const { scroller, scroll } = useWallScroll({
    layout,
    isReady: width > 0 && state.total > 0,
    isOldestFirst: wall.scope.sort === "oldest",
    activeId,
    onArrive: (spot) => {
      setActiveId(spot.activeId);
      setFocusId(spot.activeId);
      setArrivalTime(spot.time);
    },
    need: wall.need,
  });

  const arrived = arrivalTime === null ? null : imageAt(state.chunks, arrivalTime);
  if (arrived !== null) {
    setArrivalTime(null);
    setActiveId(arrived);
    setFocusId(arrived);
  }

  const activate = (imageId: ImageId | null) => {
    setActiveId(imageId);
    setFocusId(imageId);
    if (imageId !== null) scroll.reveal(imageId);
  };

  const { open, closeViewer } = useWallViewer(address.image, {
    onOpen: setActiveId,
    onReturn: setFocusId,
    onMoved: activate,
  });

  const mayFollow = useEffectEvent(() => scroll.isAtTop() && addressNow().image === null);
  useEffect(() => wall.follow(() => mayFollow()), [wall]);

  /** The picture that is next once this one has left, or that follows anyway. */
  const nextTo = (imageId: ImageId) =>
    neighbourOf(state.chunks, imageId, 1) ?? neighbourOf(state.chunks, imageId, -1);
  /** In the viewer the next picture is shown, on the wall it has the focus. */
  const moveOn = (next: ImageId | null) => {
    if (addressNow().image !== null) {
      if (next === null) closeViewer();
      else writeAddress("replace", { image: next });
      setActiveId(next);
    } else activate(next);
  };
  const leaveWith = (act: (imageId: ImageId) => void) => (imageId: ImageId) => {
    const next = nextTo(imageId);
    act(imageId);
    moveOn(next);
  };

  const mayMake = isPermitted(workspace.role, "write");
  const mayManage = isPermitted(workspace.role, "manage");
  const pictureActs: PictureActs = {
    view: wall.scope.view,
    mayMake,
    mayTrash: (imageId) => mayMake && (mayManage || isMarked(state.chunks, imageId, "own")),
    open,
    toggleFavourite: acts.toggleFavourite,
    refine: (imageId) => void links.refine(imageId),
    openThread: (imageId) => void links.openThread(imageId),
    trash: leaveWith(acts.trash),
    restore: leaveWith(acts.restore),
    purge: setPurgedId,
  };
  const undo = () => {
    const imageId = acts.undo();
    if (imageId === null) return;
    if (addressNow().image !== null) writeAddress("replace", { image: imageId });
    else activate(imageId);
  };

  const actOn = (key: string, imageId: ImageId) => {
    const isInTrash = wall.scope.view === "trash";
    if (key === "f" && !isInTrash) {
      const next = neighbourOf(state.chunks, imageId, 1);
      acts.toggleFavourite(imageId);
      if (next !== null) moveOn(next);
    }
    if (key === "x" && pictureActs.mayTrash(imageId))
      pictureActs[isInTrash ? "restore" : "trash"](imageId);
  };
  useWallKeys({
    activeId,
    firstVisible: () => {
      const { rows } = visibleBetween(layout, scroll.viewTop, scroll.viewTop + scroll.viewHeight);
      const [row] = rows;
      return row?.bucket.ids[row.row.first] ?? null;
    },
    beside: (imageId, by) => neighbourOf(state.chunks, imageId, by),
    above: (imageId, by) => verticalNeighbour(layout, imageId, by),
    activate,
    open,
    act: actOn,
    undo,
  });
  const tileActions = useMemo(
    () => ({
      open,
      focus: (imageId: ImageId) => {
        setActiveId(imageId);
        setFocusId(null);
      },
    }),
    [open],
  );

  return (
    <PictureActsProvider value={pictureActs}>
      <div ref={box} className="absolute inset-0">
        {state.total === 0 ? (
          <NoPictures scope={wall.scope} />
        ) : (
          width > 0 && (
            <Wall
              layout={layout}
              scroller={scroller}
              scroll={scroll}
              activeId={activeId}
              focusId={focusId}
              actions={tileActions}
              inset={inset}
            />
          )
        )}
        {state.failed.size > 0 && (
          <div className="float absolute inset-x-0 bottom-5 mx-auto flex w-fit items-center gap-3 rounded-[11px] py-2 pr-2 pl-4">
            {t("partFailed")}
            <Button size="sm" onClick={() => wall.retry()}>
              {t("tryAgain")}
            </Button>
          </div>
        )}
        {state.news > 0 && (
          <button
            type="button"
            onClick={() => {
              scroll.scrollTo(0);
              void wall.reload();
            }}
            className="float absolute inset-x-0 top-3 mx-auto h-9 w-fit rounded-full px-4 text-[13px] font-medium text-ink"
          >
            {t("news", { count: state.news })}
          </button>
        )}
        <ActNote done={acts.done} onUndo={undo} onEnd={acts.dismiss} />
      </div>
      {address.image !== null && (
        <GalleryViewer
          wall={wall}
          imageId={address.image}
          onShow={(imageId) => {
            setActiveId(imageId);
            writeAddress("replace", { image: imageId });
          }}
          onClose={closeViewer}
          onKey={(key) => {
            const shown = addressNow().image;
            if (key === "z") undo();
            else if (shown !== null) actOn(key, shown);
          }}
        />
      )}
      <ConfirmDialog
        open={purgedId !== null}
        onOpenChange={(isOpen) => {
          if (!isOpen) setPurgedId(null);
        }}
        title={t("purge.title")}
        description={t("purge.detail")}
        confirmLabel={t("purge.confirm")}
        isDangerous
        onConfirm={() => {
          if (purgedId !== null) leaveWith(acts.purge)(purgedId);
        }}
      />
    </PictureActsProvider>
  );
}
