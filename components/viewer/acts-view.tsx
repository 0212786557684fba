"use client";

import { classNames } from "@/components/ui/class-names";
import { Kbd } from "@/components/ui/kbd";
import { hint } from "@/components/ui/tooltip";
import type { ViewerAct } from "@/components/viewer/viewer-act";

/** The acts in two columns, each with its key. A long name has a row of its own where the columns are narrow. */
export function ActsGrid({ acts }: { acts: readonly ViewerAct[] }) {
  return (
    <div data-acts className="-mx-2 mt-4 grid grid-cols-2 gap-x-1">
      {acts.map((act) => (
        <button
          key={act.id}
          type="button"
          aria-pressed={act.isPressed}
          onClick={() => act.run("click")}
          className={classNames(
            "flex min-h-9 min-w-0 items-center gap-2.5 rounded-control px-2 text-[14px] leading-5 text-ink transition-colors hover:bg-hover pointer-coarse:min-h-11",
            act.isWide && "col-span-2 sm:max-lg:col-span-1",
            act.isPressed && "bg-selected",
            act.isMain && "font-medium",
          )}
        >
          <span className={classNames("shrink-0", act.isMain && "text-accent")}>{act.icon}</span>
          <span className="min-w-0 flex-1 text-left">{act.label}</span>
          {act.keys !== "" && (
            <span aria-hidden>
              <Kbd isHint>{act.keys}</Kbd>
            </span>
          )}
        </button>
      ))}
    </div>
  );
}

/** On a phone the panel is away, so the first acts stand below the picture. */
const ON_PHONE = ["refine", "favourite", "compare", "reference", "restore", "trash"];

export function ActsBar({ acts }: { acts: readonly ViewerAct[] }) {
  const shown = acts.filter(({ id }) => ON_PHONE.includes(id));
  if (shown.length === 0) return null;
  return (
    <div className="flex shrink-0 justify-around border-t border-line px-2 pt-1 pb-[max(4px,env(safe-area-inset-bottom))] lg:hidden">
      {shown.map((act) => (
        <button
          key={act.id}
          type="button"
          aria-label={act.label}
          aria-pressed={act.isPressed}
          {...hint(act.label, act.keys)}
          onClick={() => act.run("click")}
          className={classNames(
            "grid size-11 place-items-center rounded-control transition-colors hover:bg-hover",
            act.isMain ? "text-accent" : act.isPressed ? "text-ink" : "text-muted hover:text-ink",
            act.isPressed && "bg-selected",
          )}
        >
          {act.icon}
        </button>
      ))}
    </div>
  );
}
