"use client";

import { useTranslations } from "next-intl";
import type { CSSProperties } from "react";
import { thumbhashColour } from "@/components/picture/thumbhash-colour";
import { WaitingBackdrop } from "@/components/picture/waiting-backdrop";
import { classNames } from "@/components/ui/class-names";
import { imageBytesPath } from "@/lib/contracts/paths";
import type { TreeNode } from "@/lib/contracts/threads";
import type { Thumbnail } from "@/lib/contracts/thumbnails";

export const TILE_WIDTH = 104;
export const TILE_HEIGHT = 60;
export const LABEL_HEIGHT = 20;

/** Variations per tile; the last cell counts the rest. */
const SHOWN = 4;

/** The plate's blur, designed for 720 px, scaled to a tile. */
const SMALL_BLUR = { "--memory-blur": "5px" } as CSSProperties;

export type TileState = "done" | "waiting" | "empty";

const WAITING = ["queued", "claimed", "sent", "received"];

/** A turn's tile: its pictures, a plate while waiting for the first, or an empty frame without any. */
export function tileStateOf(node: TreeNode): TileState {
  if (picturesIn(node).length > 0) return "done";
  return node.variations.some(({ state }) => WAITING.includes(state)) ? "waiting" : "empty";
}

export function picturesIn(node: TreeNode): Thumbnail[] {
  return node.variations.flatMap(({ state, image }) =>
    image !== null && state !== "cancelled" ? [image] : [],
  );
}

type Props = {
  node: TreeNode;
  /** The thumbhash of the base: the backdrop while this version is in progress. */
  baseHash: string | null;
  isSelected: boolean;
  isRoot: boolean;
};

/** One version in the tree: a thumbnail and a short label. */
export function VersionTile({ node, baseHash, isSelected, isRoot }: Props) {
  const t = useTranslations("studio.versions");
  const state = tileStateOf(node);
  const isUnderWay = node.variations.some((each) => WAITING.includes(each.state));
  return (
    <>
      <span
        className="flex items-center justify-center"
        style={{ width: TILE_WIDTH, height: TILE_HEIGHT }}
      >
        <Prints node={node} state={state} baseHash={baseHash} isSelected={isSelected} />
      </span>
      <span
        className={classNames(
          "mt-1 block truncate text-left text-[11px] leading-4",
          isSelected ? "text-ink" : "text-muted",
        )}
        style={{ width: TILE_WIDTH }}
      >
        {isUnderWay
          ? t("developing")
          : state === "empty"
            ? t("nothing")
            : isRoot
              ? t("first")
              : node.label || t("noPrompt")}
      </span>
    </>
  );
}

type PrintsProps = Pick<Props, "node" | "baseHash" | "isSelected"> & { state: TileState };

function Prints({ node, state, baseHash, isSelected }: PrintsProps) {
  const ring = classNames(
    "relative block overflow-hidden rounded-print",
    isSelected && "ring-2 ring-accent ring-offset-2 ring-offset-(color:--paper)",
  );
  const full = { width: TILE_WIDTH, height: TILE_HEIGHT };
  if (state === "waiting") {
    return (
      <span className={classNames(ring, "bg-plate")} style={{ ...full, ...SMALL_BLUR }}>
        <WaitingBackdrop parentHash={baseHash} />
      </span>
    );
  }
  if (state === "empty") {
    return (
      <span className={classNames(ring, "border border-dashed border-line-strong")} style={full} />
    );
  }
  const pictures = picturesIn(node);
  const [first] = pictures;
  if (pictures.length === 1 && first) {
    return (
      <span className={ring} style={fitted(first)}>
        <Print thumbnail={first} />
      </span>
    );
  }
  const rest = pictures.length - SHOWN;
  return (
    <span
      className={classNames(ring, "grid auto-rows-fr grid-cols-2 gap-px bg-paper")}
      style={full}
    >
      {pictures.slice(0, SHOWN).map((thumbnail, index) => (
        <span key={thumbnail.imageId} className="relative block min-h-0">
          <Print thumbnail={thumbnail} />
          {rest > 0 && index === SHOWN - 1 && (
            <span className="figures absolute inset-0 flex items-center justify-center bg-black/55 text-[11px] text-white">
              +{rest + 1}
            </span>
          )}
        </span>
      ))}
    </span>
  );
}

function Print({ thumbnail }: { thumbnail: Thumbnail }) {
  return (
    <img
      src={imageBytesPath(thumbnail.imageId, 256)}
      alt=""
      loading="lazy"
      decoding="async"
      draggable={false}
      className="absolute inset-0 size-full object-cover"
      style={{ backgroundColor: thumbhashColour(thumbnail.thumbhash) }}
    />
  );
}

/** The largest box with the picture's proportions inside the tile. */
function fitted({ width, height }: Thumbnail): { width: number; height: number } {
  const scale = Math.min(TILE_WIDTH / width, TILE_HEIGHT / height);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}
