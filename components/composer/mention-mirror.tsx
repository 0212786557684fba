"use client";

import { type RefObject, useLayoutEffect, useRef } from "react";
import { THUMBNAIL_GAP, tokensIn } from "@/components/composer/shown-mentions";
import { imageBytesPath } from "@/lib/contracts/paths";

type Props = { area: RefObject<HTMLTextAreaElement | null>; shown: string; className: string };

/** Paints token backgrounds and thumbnails behind the text area: the same text in the same layout, invisible itself. */
export function MentionMirror({ area, shown, className }: Props) {
  const mirror = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const [field, layer] = [area.current, mirror.current];
    if (!field || !layer) return undefined;
    const follow = () => {
      // Exclude the scroll bar so that lines break at the same points.
      layer.style.width = `${field.clientWidth}px`;
      layer.style.height = `${field.clientHeight}px`;
      layer.scrollTop = field.scrollTop;
    };
    // Also called once for the initial size, before the paint.
    const sizes = new ResizeObserver(follow);
    sizes.observe(field);
    field.addEventListener("scroll", follow);
    return () => {
      sizes.disconnect();
      field.removeEventListener("scroll", follow);
    };
  }, [area]);

  return (
    <div
      ref={mirror}
      aria-hidden
      data-testid="mention-mirror"
      className={`pointer-events-none absolute top-0 left-0 overflow-hidden text-[16px] leading-6 break-words whitespace-pre-wrap text-transparent select-none ${className}`}
    >
      {partsOf(shown).map(({ text, imageId }, index) =>
        imageId === null ? (
          text
        ) : (
          <span
            key={index}
            data-mention={imageId}
            className="rounded-[4px] bg-selected box-decoration-clone shadow-[0_0_0_2px_var(--selected)]"
          >
            <span
              className="rounded-print bg-cover bg-center"
              style={{ backgroundImage: `url("${imageBytesPath(imageId, 256)}")` }}
            >
              {THUMBNAIL_GAP}
            </span>
            {text.slice(THUMBNAIL_GAP.length)}
          </span>
        ),
      )}
      {/* Gives a trailing empty line its height. */}
      {"\u200B"}
    </div>
  );
}

type Part = { text: string; imageId: string | null };

function partsOf(shown: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const { start, end, imageId } of tokensIn(shown)) {
    parts.push({ text: shown.slice(at, start), imageId: null });
    parts.push({ text: shown.slice(start, end), imageId });
    at = end;
  }
  return [...parts, { text: shown.slice(at), imageId: null }];
}
