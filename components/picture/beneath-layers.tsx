"use client";

import { useState } from "react";
import styles from "@/components/picture/picture.module.css";
import { useBeneath } from "@/components/picture/see-beneath";
import { useHold } from "@/components/picture/use-hold";
import { classNames } from "@/components/ui/class-names";
import { Kbd } from "@/components/ui/kbd";
import { isHoldKey } from "@/components/ui/pressed-key";

/** The parent, laid over its child in the same box. Loaded on first use and kept. */
export function BeneathLayer({ src, isShown }: { src: string; isShown: boolean }) {
  const [wasEverShown, setEverShown] = useState(false);
  if (isShown && !wasEverShown) setEverShown(true);
  if (!wasEverShown) return null;
  return (
    <img
      src={src}
      alt=""
      draggable={false}
      className={classNames(
        "pointer-events-none absolute inset-0 size-full object-cover transition-opacity duration-150",
        isShown ? "opacity-100" : "opacity-0",
      )}
    />
  );
}

type PillProps = { imageId: string; label: string; className: string };

/** Shows the parent while it is held down, with the pointer or the keyboard. */
export function BeneathPill({ imageId, label, className }: PillProps) {
  const beneath = useBeneath();
  const hold = useHold({
    onHold: () => beneath.press(imageId),
    onRelease: beneath.release,
    delayMs: 0,
  });
  return (
    <button
      type="button"
      aria-pressed={beneath.heldId === imageId}
      className={classNames(
        "absolute inline-flex items-center gap-2 rounded-full bg-black/70 text-[12px] text-white",
        styles.holdable,
        className,
      )}
      onKeyDown={(event) => {
        if (isHoldKey(event)) {
          event.preventDefault();
          beneath.press(imageId);
        }
      }}
      onKeyUp={beneath.release}
      onBlur={beneath.release}
      {...hold}
    >
      {label}
      <span className="pointer-coarse:hidden">
        <Kbd tone="inverse">P</Kbd>
      </span>
    </button>
  );
}
