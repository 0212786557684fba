"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useMemo, useState } from "react";
import { ActNote } from "@/components/gallery/act-note";
import { dayReader } from "@/components/gallery/days";
import { DropDock } from "@/components/composer/drop-dock";
import { GalleryViewer } from "@/components/gallery/gallery-viewer";
import { PictureActsProvider } from "@/components/gallery/gallery-context";
import { NoPictures } from "@/components/gallery/notices";
import { PicturePicker } from "@/components/viewer/picker/pickers";
import { SelectionBar } from "@/components/gallery/selection/selection-bar";
import {
  addressNow,
  useGalleryAddress,
  writeAddress,
} from "@/components/gallery/use-gallery-address";
import { usePinch } from "@/components/gallery/use-pinch";
import { useRoomActs } from "@/components/gallery/use-room-acts";
import { useRowHeight } from "@/components/gallery/use-row-height";
import type { WallSelection } from "@/components/gallery/selection/use-selection";
import { useStacks } from "@/components/gallery/use-stacks";
import { useWallKeys } from "@/components/gallery/use-wall-keys";
import { useWallSharing } from "@/components/gallery/use-wall-sharing";
import { useWallScroll } from "@/components/gallery/use-wall-scroll";
import { useWallViewer } from "@/components/gallery/use-wall-viewer";
import { useWidth } from "@/components/gallery/use-width";
import { Wall } from "@/components/gallery/wall";
import { WallPlanner } from "@/components/gallery/wall-layout";
import { verticalNeighbour, visibleBetween } from "@/components/gallery/wall-position";
import { useReaderZone } from "@/components/shell/use-reader-zone";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useLatest } from "@/components/ui/use-latest";
import { toggleImages } from "@/lib/client/wall/selection";
import { withBehind } from "@/lib/client/wall/stacks";
import { imageAt, neighbourOf } from "@/lib/client/wall/wall-state";
import type { WallState, WallStore } from "@/lib/client/wall/wall-store";
import type { ImageId } from "@/lib/contracts/ids";

type Props = { wall: WallStore; state: WallState; selection: WallSelection };

/** A loaded wall: pictures, keys, viewer, and what was done last. */
export function WallRoom({ wall, state, selection }: Props) {
  const t = useTranslations("gallery");
  const address = useGalleryAddress();
  const zone = useReaderZone();
  const { rowHeight } = useRowHeight();
  const [box, width] = useWidth();
  const [activeId, setActiveId] = useState<ImageId | null>(null);
  const [focusId, setFocusId] = useState<ImageId | null>(null);
  const isSearch = wall.scope.query !== "";
  const planner = useMemo(
    () => new WallPlanner(dayReader(zone), isSearch ? "month" : "day"),
    [zone, isSearch],
  );

  const isPhone = width < 640;
  const inset = isPhone ? { left: 0, right: 0 } : { left: 24, right: 72 };
  const stacked = useStacks(state.chunks, wall.scope.stacks !== null);
  const layout = useMemo(
    () =>
      planner.plan(stacked.chunks, {
        width: Math.max(1, width - (isPhone ? 0 : 96)),
        rowHeight,
        gap: isPhone ? 3 : 4,
      }),
    [planner, stacked.chunks, width, isPhone, rowHeight],
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

  const { heads, stacks } = stacked;
  usePinch(scroller, width > 0 && state.total > 0);

  const arrived = arrivalTime === null ? null : imageAt(state.chunks, arrivalTime);
  if (arrived !== null) {
    const shown = heads.get(arrived) ?? arrived;
    setArrivalTime(null);
    setActiveId(shown);
    setFocusId(shown);
  }

  const activate = (wanted: ImageId | null) => {
    const imageId = wanted === null ? null : (heads.get(wanted) ?? wanted);
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

  const sharing = useWallSharing({
    state,
    selection,
    activeId,
    isInTrash: wall.scope.view === "trash",
  });
  const room = useRoomActs({
    wall,
    state,
    shown: stacked.chunks,
    selection,
    activate,
    setActiveId,
    open,
    closeViewer,
    sharing,
  });
  const { history, picker, undo } = room;
  useWallKeys({
    activeId,
    firstVisible: () => {
      const { rows } = visibleBetween(layout, scroll.viewTop, scroll.viewTop + scroll.viewHeight);
      const [row] = rows;
      return row?.bucket.ids[row.row.first] ?? null;
    },
    beside: (imageId, by) => neighbourOf(stacked.chunks, imageId, by),
    above: (imageId, by) => verticalNeighbour(layout, imageId, by),
    activate,
    act: (key) => room.actOn(key, activeId),
    undo,
    openStack: () => {
      if (activeId !== null) stacked.toggle(activeId);
    },
    selection,
  });
  const { change, extendTo } = selection;
  const extendRef = useLatest((imageId: ImageId) => extendTo(imageId, activeId));
  const tileActions = useMemo(
    () => ({
      open,
      focus: (imageId: ImageId) => {
        setActiveId(imageId);
        setFocusId(null);
      },
      select: (imageId: ImageId, isRange: boolean) => {
        setActiveId(imageId);
        setFocusId(imageId);
        if (isRange) extendRef.current(imageId);
        else change((old) => toggleImages(old, withBehind([imageId], stacks)));
      },
    }),
    [open, change, extendRef, stacks],
  );

  const pickerDialog = picker && (
    <PicturePicker
      kind={picker.kind}
      host={room.pickerHost}
      target={picker.target}
      onClose={room.closePicker}
    />
  );
  return (
    <PictureActsProvider value={room.pictureActs}>
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
              selection={selection}
              move={room.move}
              stacked={stacked}
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
        {selection.value.isOn && state.total > 0 && (
          <SelectionBar
            selection={selection}
            total={state.total}
            acts={room.selectionActs}
            areFavourites={room.areFavourites}
          />
        )}
        <ActNote
          note={history.note}
          isRaised={selection.value.isOn}
          onUndo={undo}
          onEnd={history.dismiss}
        />
        {room.pictureActs.mayMake && (
          <DropDock onDrop={(imageIds) => room.referenceAll(imageIds)} />
        )}
      </div>
      {address.image === null && pickerDialog}
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
            room.actOn(key, addressNow().image);
          }}
          onUndo={undo}
          note={
            <ActNote note={history.note} isRaised={false} onUndo={undo} onEnd={history.dismiss} />
          }
          picker={pickerDialog}
        />
      )}
      <ConfirmDialog
        open={room.purged !== null}
        onOpenChange={(isOpen) => {
          if (!isOpen) room.cancelPurge();
        }}
        title={t("purge.title", { count: room.purged === "selection" ? selection.count : 1 })}
        description={t("purge.detail", {
          count: room.purged === "selection" ? selection.count : 1,
        })}
        confirmLabel={t("purge.confirm")}
        isDangerous
        onConfirm={room.purge}
      />
    </PictureActsProvider>
  );
}
