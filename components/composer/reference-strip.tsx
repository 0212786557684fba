"use client";

import { RotateCw, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type DragEvent, type KeyboardEvent, useId, useState } from "react";
import { referenceNumber } from "@/components/composer/mention";
import type { Reference } from "@/components/composer/use-references";
import { thumbhashColour } from "@/components/picture/thumbhash-colour";
import { classNames } from "@/components/ui/class-names";
import { pressedKey } from "@/components/ui/pressed-key";
import { hint } from "@/components/ui/tooltip";
import { CallError } from "@/lib/client/call";
import { useProblemText } from "@/lib/client/problem-text";
import type { ProblemCode } from "@/lib/contracts/problems";
import { imageBytesPath } from "@/lib/contracts/paths";

type Props = {
  references: Reference[];
  hasBase: boolean;
  onRemove: (key: string) => void;
  onRetry: (key: string) => void;
  onMove: (key: string, to: number) => void;
};

/** Marks drags inside the strip; files dragged from elsewhere do not carry this type. */
const DRAG_TYPE = "application/x-pentimento-reference";

/** The reference pictures in order, numbered as the prompt names them. Arrow keys and dragging reorder. */
export function ReferenceStrip({ references, hasBase, onRemove, onRetry, onMove }: Props) {
  const t = useTranslations("composer.references");
  const helpId = useId();
  const problemText = useProblemText();
  if (references.length === 0) return null;
  return (
    <>
      <ul
        aria-label={t("label")}
        className="flex gap-2 overflow-x-auto px-3.5 pt-3 pb-1 [scrollbar-width:thin]"
      >
        {references.map((reference, index) => (
          <ReferenceTile
            key={reference.key}
            reference={reference}
            index={index}
            number={referenceNumber(index, hasBase)}
            helpId={helpId}
            onRemove={() => onRemove(reference.key)}
            onRetry={() => onRetry(reference.key)}
            onMove={onMove}
          />
        ))}
      </ul>
      <p id={helpId} hidden>
        {t("help")}
      </p>
      <div role="alert" className="px-3.5">
        {references.map(
          (reference, index) =>
            reference.state === "failed" && (
              <p key={reference.key} className="pt-1 text-[13px] break-words text-danger">
                {t("tile", { number: referenceNumber(index, hasBase), name: reference.name })}
                {" – "}
                {problemText(reference.error)}
              </p>
            ),
        )}
      </div>
    </>
  );
}

type TileProps = {
  reference: Reference;
  index: number;
  number: number;
  helpId: string;
  onRemove: () => void;
  onRetry: () => void;
  onMove: (key: string, to: number) => void;
};

function ReferenceTile({ reference, index, number, helpId, onRemove, onRetry, onMove }: TileProps) {
  const t = useTranslations("composer.references");
  const [isTarget, setTarget] = useState(false);

  const onKeyDown = (event: KeyboardEvent) => {
    const key = pressedKey(event) ?? "";
    const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (step !== undefined) {
      event.preventDefault();
      onMove(reference.key, index + step);
    } else if (key === "Delete" || key === "Backspace") {
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

  const isFailed = reference.state === "failed";
  const mayHelp = isFailed && mayPassNextTime(reference.error);
  const picture = pictureOf(reference);
  return (
    <li className="group relative w-[60px] shrink-0">
      <div
        // Focusable, so that arrows move it and Delete removes it.
        tabIndex={0}
        role="button"
        aria-label={t("tile", { number, name: reference.name })}
        aria-describedby={helpId}
        {...hint(t("tile", { number, name: reference.name }))}
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
          isFailed && "ring-1 ring-danger",
        )}
        style={
          reference.state === "ready"
            ? { background: thumbhashColour(reference.image.thumbhash) }
            : undefined
        }
      >
        {picture !== null && (
          <img
            src={picture}
            alt=""
            draggable={false}
            className={classNames(
              "size-full object-cover transition-opacity",
              reference.state === "coming" && "opacity-50",
            )}
          />
        )}
        {reference.state === "coming" && (
          <span className="absolute inset-x-0 bottom-0 h-[3px] overflow-hidden bg-line-strong">
            <span
              className={classNames("block h-full bg-accent", reference.share === 0 && "breathe")}
              style={{ width: `${Math.max(8, reference.share * 100)}%` }}
            />
          </span>
        )}
        {isFailed && !mayHelp && (
          <span
            aria-hidden
            className="absolute inset-0 grid place-items-center text-[18px] text-danger"
          >
            !
          </span>
        )}
        <span className="figures absolute bottom-1 left-1 rounded-[4px] bg-black/60 px-1 text-[11px] leading-4 text-white">
          {number}
        </span>
      </div>
      {mayHelp && (
        <button
          type="button"
          onClick={onRetry}
          aria-label={t("retry", { number })}
          {...hint(t("retry", { number }))}
          className="absolute inset-0 m-auto grid size-8 place-items-center rounded-full border border-danger bg-raised text-danger transition-colors hover:bg-hover"
        >
          <RotateCw aria-hidden className="size-4" />
        </button>
      )}
      <button
        type="button"
        onClick={onRemove}
        aria-label={t("remove", { number })}
        className="absolute top-1 right-1 grid size-5 place-items-center rounded-full bg-black/60 text-white opacity-0 transition-opacity group-hover:opacity-100 group-focus-within:opacity-100 pointer-coarse:opacity-100"
      >
        <X aria-hidden className="size-3" />
      </button>
    </li>
  );
}

/** Codes caused by the file or address itself: retrying cannot help. */
const WILL_NOT_PASS: ReadonlySet<string> = new Set([
  "unsupported_media",
  "corrupt_image",
  "image_too_large",
  "payload_too_large",
  "unsafe_url",
  "not_found",
] satisfies ProblemCode[]);

function mayPassNextTime(error: unknown): boolean {
  return !(error instanceof CallError && WILL_NOT_PASS.has(error.code));
}

/** During an upload the local file is shown. */
function pictureOf(reference: Reference): string | null {
  if (reference.state === "ready") return imageBytesPath(reference.image.id, 256);
  return reference.state === "coming" ? reference.preview : null;
}
