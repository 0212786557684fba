"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Heart, Link2 } from "lucide-react";
import { memo, useEffect, useRef, useState } from "react";
import { blurOf } from "@/components/gallery/blur";
import { StackBadge, StackEdges } from "@/components/gallery/stack-badge";
import { TileMark } from "@/components/gallery/selection/tile-mark";
import { TileOverlay } from "@/components/gallery/tile-overlay";
import { useLongPress } from "@/components/gallery/selection/use-long-press";
import { fillTransfer } from "@/components/picture/drag-picture";
import { thumbhashColour } from "@/components/picture/thumbhash-colour";
import { classNames } from "@/components/ui/class-names";
import { pressedKey } from "@/components/ui/pressed-key";
import { imageQuery } from "@/lib/client/detail-queries";
import type { ImageId } from "@/lib/contracts/ids";
import { imageBytesPath } from "@/lib/contracts/paths";

export type TileBox = { left: number; top: number; width: number; height: number };

export type TileActions = {
  open: (imageId: ImageId) => void;
  focus: (imageId: ImageId) => void;
  point: (imageId: ImageId) => void;
  /** Selects it, or ends that; `isRange`: with all from the last one on. */
  select: (imageId: ImageId, isRange: boolean) => void;
  /** Opens its stack in place, or closes it. */
  openStack: (imageId: ImageId) => void;
};

type Props = TileBox & {
  imageId: ImageId;
  thumbhash: string;
  /** "Picture of 12 November 2026, 14:03, favourite". */
  name: string;
  isFavourite: boolean;
  /** A link of the user's shows it. */
  isLinked: boolean;
  /** Has the focus, or takes it with Tab. */
  isActive: boolean;
  /** Takes the focus now. */
  takesFocus: boolean;
  /** Under the pointer, or was last: its actions are there. */
  isPointed: boolean;
  isFast: boolean;
  isSelected: boolean;
  /** A click selects. */
  isSelecting: boolean;
  /** On the first picture of a stack: how many it has; else 0. */
  stackCount: number;
  isStackOpen: boolean;
  actions: TileActions;
};

/** A picture on the wall. While the wall flies by it is a plate in the picture's colour. */
export const Tile = memo(function Tile(props: Props) {
  const { imageId, left, top, width, height, isActive, isFavourite, actions } = props;
  const [isShown, setShown] = useState(!props.isFast);
  if (!props.isFast && !isShown) setShown(true);
  const client = useQueryClient();
  const button = useRef<HTMLButtonElement>(null);
  const { takesFocus, isSelected, isSelecting, stackCount, isStackOpen } = props;
  const isStack = stackCount > 0 && !isStackOpen;
  const colour = thumbhashColour(props.thumbhash);
  const longPress = useLongPress(() => actions.select(imageId, false));
  useEffect(() => {
    if (!takesFocus) return;
    button.current?.focus({ preventScroll: true });
    actions.focus(imageId);
  }, [takesFocus, actions, imageId]);
  return (
    <div
      data-tile={imageId}
      className={classNames(
        "group/tile absolute overflow-hidden rounded-print bg-cover",
        isSelected && "bg-selected",
        isActive &&
          "has-focus-visible:z-10 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
      )}
      style={{
        left,
        width,
        height,
        transform: `translateY(${top}px)`,
      }}
      onPointerEnter={(event) => event.pointerType === "mouse" && actions.point(imageId)}
    >
      {isStack && !isSelected && <StackEdges colour={colour} />}
      <button
        ref={button}
        type="button"
        data-open
        tabIndex={isActive ? 0 : -1}
        aria-label={props.name}
        draggable
        onDragStart={(event) => {
          // With Shift, a box is drawn instead.
          if (event.shiftKey) {
            event.preventDefault();
            return;
          }
          event.dataTransfer.effectAllowed = "copy";
          fillTransfer(
            event.dataTransfer,
            imageId,
            client.getQueryData(imageQuery(imageId).queryKey),
          );
        }}
        aria-pressed={isSelecting ? isSelected : undefined}
        style={{
          backgroundColor: colour,
          backgroundImage: isShown ? blurOf(props.thumbhash) : undefined,
        }}
        {...longPress}
        onClick={(event) => {
          // A key opens in any case: Space selects.
          const isByKey = event.detail === 0;
          const adds = event.shiftKey || event.ctrlKey || event.metaKey;
          if (!isByKey && (isSelecting || adds)) actions.select(imageId, event.shiftKey);
          else actions.open(imageId);
        }}
        onKeyDown={(event) => {
          if (pressedKey(event) !== " ") return;
          event.preventDefault();
          actions.select(imageId, event.shiftKey);
        }}
        // Firefox clicks when the key goes up.
        onKeyUp={(event) => {
          if (pressedKey(event) === " ") event.preventDefault();
        }}
        onFocus={() => actions.focus(imageId)}
        className={classNames(
          "absolute overflow-hidden rounded-print outline-none [-webkit-touch-callout:none] transition-[inset] duration-150",
          "bg-plate bg-cover",
          isSelected && "inset-2.5 max-sm:inset-1.5",
          !isSelected && (isStack ? "inset-x-0 top-2 bottom-0" : "inset-0"),
          isSelecting ? "cursor-default" : "cursor-zoom-in",
        )}
      >
        {isShown && <Print imageId={imageId} width={width} height={height} />}
      </button>
      {isFavourite && (
        <Heart
          aria-hidden
          className="pointer-events-none absolute top-2 right-2 size-4 fill-white text-white drop-shadow-[0_1px_2px_rgb(0_0_0/0.45)]"
        />
      )}
      {props.isLinked && (
        <Link2
          aria-hidden
          className={classNames(
            "pointer-events-none absolute top-2 size-4 text-white drop-shadow-[0_1px_2px_rgb(0_0_0/0.6)] group-hover/tile:hidden",
            isFavourite ? "right-8" : "right-2",
          )}
        />
      )}
      {stackCount > 0 && (
        <StackBadge
          count={stackCount}
          isOpen={isStackOpen}
          isRaised={props.isPointed && !isSelecting}
          onPress={() => actions.openStack(imageId)}
        />
      )}
      {isStackOpen && (
        <span
          aria-hidden
          className="pointer-events-none absolute inset-x-0 bottom-0 h-[3px] bg-ink"
        />
      )}
      {props.isPointed && !isSelecting && (
        <TileOverlay imageId={imageId} width={width} isFavourite={isFavourite} />
      )}
      {(props.isPointed || isSelecting) && (
        <TileMark
          isSelected={isSelected}
          isShown={isSelecting}
          onPress={(isRange) => actions.select(imageId, isRange)}
        />
      )}
    </div>
  );
});

/** Fades in over its blur; one that the browser has is there at once. */
function Print({ imageId, width, height }: { imageId: ImageId; width: number; height: number }) {
  const [state, setState] = useState<"waiting" | "fading" | "there">("waiting");
  return (
    <img
      ref={(img) => {
        if (img?.complete && img.naturalWidth > 0 && state === "waiting") setState("there");
      }}
      src={imageBytesPath(imageId, variantFor(width, height))}
      alt=""
      width={width}
      height={height}
      decoding="async"
      draggable={false}
      onLoad={() => setState((now) => (now === "waiting" ? "fading" : now))}
      className={classNames(
        "absolute inset-0 size-full object-cover",
        state === "waiting" && "opacity-0",
        state === "fading" && "opacity-100 transition-opacity duration-200",
      )}
    />
  );
}

/** The smallest derivative that is sharp at this size on this screen. Their names carry the longer edge. */
function variantFor(width: number, height: number): 256 | 512 | 1440 {
  const edge = Math.max(width, height) * Math.min(window.devicePixelRatio, 2);
  // A few percent too small is not seen.
  if (edge <= 256 * 1.15) return 256;
  return edge <= 512 * 1.3 ? 512 : 1440;
}
