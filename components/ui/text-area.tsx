"use client";

import { type ComponentProps, useLayoutEffect, useRef } from "react";
import { classNames } from "@/components/ui/class-names";

type Props = ComponentProps<"textarea"> & {
  /** Grows to this height in pixels, then scrolls. */
  maxHeight?: number;
};

/** A frameless text area that starts as one line. Requires an aria-label. */
export function TextArea({ maxHeight = 240, className, ref, value, ...rest }: Props) {
  const inner = useRef<HTMLTextAreaElement>(null);

  useLayoutEffect(() => {
    const area = inner.current;
    // The browser sizes it in CSS, without the layout that reading `scrollHeight` forces.
    if (!area || CSS.supports("field-sizing", "content")) return;
    area.style.height = "0px";
    area.style.height = `${Math.min(area.scrollHeight, maxHeight)}px`;
    area.style.overflowY = area.scrollHeight > maxHeight ? "auto" : "hidden";
    // No dependencies: any render may have changed the height.
  });

  return (
    <textarea
      rows={1}
      value={value}
      style={{ maxHeight }}
      ref={(area) => {
        inner.current = area;
        if (typeof ref === "function") return ref(area);
        if (ref) ref.current = area;
        return undefined;
      }}
      className={classNames(
        "field-sizing-content block w-full resize-none overflow-y-auto bg-transparent text-[16px] leading-6 text-ink outline-none",
        className,
      )}
      {...rest}
    />
  );
}
