"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type DragEvent, type KeyboardEvent, useState } from "react";
import { referenceNumber } from "@/components/composer/mention";
import type { Reference } from "@/components/composer/use-references";
import { thumbhashColour } from "@/components/studio/thumbhash-url";
import { classNames } from "@/components/ui/class-names";
import { useProblemText } from "@/lib/client/problem-text";
import { imageBytesPath } from "@/lib/contracts/routes";

type Props = {
  references: Reference[];
  hasBase: boolean;
  onRemove: (key: string) => void;
  onMove: (key: string, to: number) => void;
};

/** Dragged inside the strip; a file dragged in from elsewhere carries no such type. */
const DRAG_TYPE = "application/x-pentimento-reference";

/** The pictures that go along, in order, numbered as the prompt can name them. Arrow keys and dragging reorder. */
export function ReferenceStrip({ references, hasBase, onRemove, onMove }: Props) {
  const t = useTranslations("composer.references");
  if (references.length === 0) return null;
  return (
    <ul aria-label={t("label")} className="flex gap-2 overflow-x-auto px-3.5 pt-3 pb-0.5">
      {references.map((reference, index) => (
        <ReferenceTile
          key={reference.key}
          reference={reference}
          index={index}
          number={referenceNumber(index, hasBase)}
          onRemove={() => onRemove(reference.key)}
          onMove={onMove}
        />
      ))}
    </ul>
  );
}

type TileProps = {
  reference: Reference;
  index: number;
  number: number;
  onRemove: () => void;
  onMove: (key: string, to: number) => void;
};

function ReferenceTile({ reference, index, number, onRemove, onMove }: TileProps) {
  const t = useTranslations("composer.references");
  const problemText = useProblemText();
  const [isTarget, setTarget] = useState(false);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      onMove(reference.key, index + step);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      onRemove();
    }
  };
  const onDrop = (event: DragEvent) => {
    setTarget(false);
    const key = event.dataTransfer.getData(DRAG_TYPE);
    if (key === "") return;
    event.preventDefault();
    event.stopPropagation();
    onMove(key, index);
  };

  const problem = reference.state === "failed" ? problemText(reference.error) : null;
  return (
    <li className="group relative w-[60px] shrink-0">
      <div
        // Focusable, so that arrows can move it and Delete take it out.
        tabIndex={0}
        role="button"
        aria-label={problem ?? t("tile", { number, name: reference.name })}
        aria-describedby={undefined}
        data-hint={problem ?? t("tile", { number, name: reference.name })}
        draggable
        onDragStart={(event) => {
          event.dataTransfer.setData(DRAG_TYPE, reference.key);
          event.dataTransfer.effectAllowed = "move";
        }}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes(DRAG_TYPE)) return;
          event.preventDefault();
          setTarget(true);
        }}
        onDragLeave={() => setTarget(false)}
        onDrop={onDrop}
        onKeyDown={onKeyDown}
        className={classNames(
          "relative block size-[60px] overflow-hidden rounded-print bg-plate",
          isTarget && "ring-2 ring-accent",
          problem !== null && "ring-1 ring-danger",
        )}
        style={
          reference.state === "ready"
            ? { background: thumbhashColour(reference.image.thumbhash) }
            : undefined
        }
      >
        {reference.state === "ready" && (
          // eslint-disable-next-line @next/next/no-img-element -- private pictures have a route of ours
          <img
            src={imageBytesPath(reference.image.id, 256)}
            alt=""
            draggable={false}
            className="size-full object-cover"
          />
        )}
        {reference.state === "coming" && (
          <span className="absolute inset-x-2 bottom-2 h-[3px] overflow-hidden rounded-full bg-line-strong">
            <span
              className={classNames("block h-full bg-accent", reference.share === 0 && "breathe")}
              style={{ width: `${Math.max(8, reference.share * 100)}%` }}
            />
          </span>
        )}
        {problem !== null && (
          <span className="absolute inset-0 grid place-items-center text-[18px] text-danger">
            !
          </span>
        )}
        <span className="figures absolute bottom-1 left-1 rounded-[4px] bg-black/60 px-1 text-[11px] leading-4 text-white">
          {number}
        </span>
      </div>
      <button
        type="button"
        onClick={onRemove}
        aria-label={t("remove", { number })}
        className="absolute top-1 right-1 grid size-5 place-items-center rounded-full bg-black/60 text-white opacity-0 transition-opacity group-hover:opacity-100 group-focus-within:opacity-100 pointer-coarse:opacity-100"
      >
        <X aria-hidden className="size-3" />
      </button>
      {problem !== null && (
        <span role="alert" className="sr-only">
          {reference.name}: {problem}
        </span>
      )}
    </li>
  );
}
