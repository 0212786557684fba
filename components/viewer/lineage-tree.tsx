"use client";

import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { thumbhashColour } from "@/components/picture/thumbhash-colour";
import { classNames } from "@/components/ui/class-names";
import { pressedKey } from "@/components/ui/pressed-key";
import { hint } from "@/components/ui/tooltip";
import {
  layOutLineage,
  type LineageEdge,
  type LineageMove,
  moveInLineage,
} from "@/components/viewer/lineage-layout";
import type { ImageId } from "@/lib/contracts/ids";
import type { ImageLineage, LineageImage } from "@/lib/contracts/images";
import { imageBytesPath } from "@/lib/contracts/paths";

/** Thumbnails and the distance between them; fingers need more. */
const SIZES = {
  fine: { width: 40, height: 27, column: 51, row: 35 },
  coarse: { width: 56, height: 40, column: 70, row: 50 },
};
/** Room for the ring around a thumbnail. */
const MARGIN = 4;

const MOVES: Record<string, LineageMove> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

type Props = {
  lineage: ImageLineage;
  currentId: ImageId;
  /** The picture that the current one is compared with. */
  comparedId: ImageId | null;
  onPick: (imageId: ImageId) => void;
};

/** The lineage as a small tree. One Tab stop; arrow keys move, Enter shows. */
export function LineageTree({ lineage, currentId, comparedId, onPick }: Props) {
  const t = useTranslations("viewer.lineage");
  const [isCoarse] = useState(() => window.matchMedia("(pointer: coarse)").matches);
  const size = isCoarse ? SIZES.coarse : SIZES.fine;
  const layout = useMemo(
    () =>
      layOutLineage(
        lineage.images.map(({ image, ...one }) => ({ id: image.id, ...one })),
        currentId,
      ),
    [lineage, currentId],
  );
  const byId = useMemo(() => new Map(lineage.images.map((one) => [one.image.id, one])), [lineage]);
  const [focusedId, setFocusedId] = useState<ImageId | null>(null);
  const stopId = focusedId !== null && byId.has(focusedId) ? focusedId : currentId;
  const buttons = useRef(new Map<ImageId, HTMLButtonElement>());
  const { columns } = layout;
  useEffect(() => {
    if (columns === 0) return;
    buttons.current.get(currentId)?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [currentId, columns]);

  const onKeyDown = (event: KeyboardEvent) => {
    const move = MOVES[pressedKey(event) ?? ""];
    if (!move) return;
    event.preventDefault();
    const next = moveInLineage(layout, stopId, move);
    if (next === null) return;
    setFocusedId(next);
    buttons.current.get(next)?.focus();
  };

  return (
    <div data-own-arrows className="-mx-1 max-h-[210px] overflow-auto [scrollbar-width:thin]">
      <div
        role="group"
        aria-label={t("title")}
        className="relative"
        style={{
          width: (layout.columns - 1) * size.column + size.width + 2 * MARGIN,
          height: (layout.rows - 1) * size.row + size.height + 2 * MARGIN,
        }}
      >
        <Connectors edges={layout.edges} size={size} />
        {layout.places.map(({ id, column, row }) => {
          const node = byId.get(id);
          if (!node) return null;
          const isGone = node.image.state === "purged";
          const label = nameOf(node, t);
          return (
            <button
              key={id}
              ref={(element) => {
                if (element) buttons.current.set(id, element);
                else buttons.current.delete(id);
              }}
              type="button"
              data-lineage={id}
              aria-label={label}
              {...hint(label)}
              aria-current={id === currentId || undefined}
              aria-disabled={isGone || undefined}
              tabIndex={id === stopId ? 0 : -1}
              onFocus={() => setFocusedId(id)}
              onKeyDown={onKeyDown}
              onClick={() => !isGone && onPick(id)}
              className={classNames(
                "absolute grid scroll-m-2 place-items-center overflow-hidden rounded-print bg-plate text-muted",
                id === currentId && "ring-2 ring-accent",
                id === comparedId && "ring-2 ring-ink",
                node.image.state !== "kept" && "border border-dashed border-line-strong",
              )}
              style={{
                left: column * size.column + MARGIN,
                top: row * size.row + MARGIN,
                width: size.width,
                height: size.height,
                backgroundColor:
                  node.image.state === "kept" ? thumbhashColour(node.image.thumbhash) : undefined,
              }}
            >
              {node.image.state === "kept" ? (
                <img
                  src={imageBytesPath(id, 256)}
                  alt=""
                  decoding="async"
                  draggable={false}
                  className="size-full object-cover"
                />
              ) : (
                <Trash2 aria-hidden className={classNames("size-3.5", isGone && "opacity-40")} />
              )}
            </button>
          );
        })}
      </div>
    </div>
  );
}

function nameOf(
  { image, label }: LineageImage,
  t: ReturnType<typeof useTranslations<"viewer.lineage">>,
): string {
  if (image.state === "purged") return t("purged");
  const name = label ?? image.name;
  if (image.state === "trashed") return name === "" ? t("inTrash") : t("trashed", { name });
  return name;
}

type ConnectorProps = { edges: readonly LineageEdge[]; size: (typeof SIZES)["fine"] };

/** Lines from each image to what was made from it; dashed from a reference. */
function Connectors({ edges, size }: ConnectorProps) {
  const lineOf = ({ from, to }: LineageEdge) => {
    const x1 = from.column * size.column + MARGIN + size.width;
    const y1 = from.row * size.row + MARGIN + size.height / 2;
    const x2 = to.column * size.column + MARGIN;
    const y2 = to.row * size.row + MARGIN + size.height / 2;
    const bend = x1 + (size.column - size.width) / 2;
    return `M${x1} ${y1}H${bend}V${y2}H${x2}`;
  };
  const pathOf = (isReference: boolean) =>
    edges
      .filter((edge) => edge.isReference === isReference)
      .map(lineOf)
      .join("");
  return (
    <svg
      aria-hidden
      className="pointer-events-none absolute inset-0 size-full overflow-visible"
      fill="none"
      stroke="var(--line-strong)"
      strokeLinejoin="round"
    >
      <path d={pathOf(false)} />
      <path d={pathOf(true)} strokeDasharray="3 3" />
    </svg>
  );
}
