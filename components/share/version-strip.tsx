"use client";

import { LoaderCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { thumbhashColour } from "@/components/picture/thumbhash-colour";
import type { Frame } from "@/components/share/evolution";
import { PickMark } from "@/components/share/review/pick-mark";
import { sharedImagePath, useShare } from "@/components/share/share-context";
import { classNames } from "@/components/ui/class-names";
import { useHydrated } from "@/components/ui/use-hydrated";

type Props = {
  frames: readonly Frame[];
  at: number;
  onGoTo: (index: number) => void;
};

/** The versions below a line to scrub along. */
export function VersionStrip({ frames, at, onGoTo }: Props) {
  const t = useTranslations("share.evolve");
  const strip = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const list = strip.current;
    const item = list?.children[at];
    if (!list?.parentElement || !(item instanceof HTMLElement)) return;
    // Only sideways: the page itself must not move while it plays.
    const middle = item.offsetLeft + item.offsetWidth / 2;
    list.parentElement.scrollTo({ left: middle - list.parentElement.clientWidth / 2 });
  }, [at]);
  const isHydrated = useHydrated();
  return (
    <div className="relative min-w-0 flex-1 overflow-x-auto overflow-y-hidden [scrollbar-width:none]">
      <ol ref={strip} className="group/strip relative flex min-w-full py-1">
        {frames.map((frame, index) => (
          <Version
            key={frame.step.id}
            frame={frame}
            index={index}
            at={at}
            last={frames.length - 1}
            onPress={() => onGoTo(index)}
          />
        ))}
        <li className="contents">
          <input
            type="range"
            data-own-arrows
            aria-label={t("scrub")}
            aria-valuetext={t("place", { place: at + 1, count: frames.length })}
            min={0}
            max={frames.length - 1}
            step={1}
            value={at}
            onChange={(event) => onGoTo(Number(event.target.value))}
            // From the first dot to the last: half a version less on each side.
            style={
              isHydrated
                ? {
                    left: `calc(${50 / frames.length}% - 12px)`,
                    right: `calc(${50 / frames.length}% - 12px)`,
                  }
                : undefined
            }
            className="absolute top-0 h-6 w-auto cursor-pointer appearance-none bg-transparent opacity-0 [&::-webkit-slider-thumb]:size-6"
          />
        </li>
      </ol>
    </div>
  );
}

type VersionProps = {
  frame: Frame;
  index: number;
  at: number;
  last: number;
  onPress: () => void;
};

function Version({ frame: { step, image }, index, at, last, onPress }: VersionProps) {
  const t = useTranslations("share.evolve");
  const { base } = useShare();
  const isHydrated = useHydrated();
  const isCurrent = index === at;
  const label = step.instruction ?? t("version", { number: index + 1 });
  return (
    <li className="flex min-w-14 flex-1 shrink-0 flex-col items-center sm:min-w-28">
      <span aria-hidden className="relative flex h-4 w-full items-center">
        <Line isShown={index > 0} isPast={index <= at} />
        <span
          className={classNames(
            "shrink-0 rounded-full transition-[width,height] duration-150",
            isCurrent &&
              "group-has-[input:focus-visible]/strip:outline-2 group-has-[input:focus-visible]/strip:outline-offset-2 group-has-[input:focus-visible]/strip:outline-accent",
            isCurrent
              ? "size-3.5 bg-ink"
              : index < at
                ? "size-1.5 bg-ink"
                : "size-1.5 bg-line-strong",
          )}
        />
        <Line isShown={index < last} isPast={index < at} />
      </span>
      <button
        type="button"
        aria-current={isCurrent || undefined}
        onClick={onPress}
        className="group mt-1.5 flex w-full flex-col items-center gap-1.5 px-1 outline-none"
      >
        <span
          className={classNames(
            "relative block h-10 w-12 overflow-hidden rounded-print bg-plate sm:h-16 sm:w-24",
            "group-focus-visible:outline-2 group-focus-visible:outline-offset-2 group-focus-visible:outline-accent",
            isCurrent && "ring-2 ring-accent ring-offset-2 ring-offset-paper",
          )}
          style={
            isHydrated && image ? { backgroundColor: thumbhashColour(image.thumbhash) } : undefined
          }
        >
          {image ? (
            <img
              src={sharedImagePath(base, image.id, 256)}
              alt=""
              decoding="async"
              draggable={false}
              className="size-full object-cover"
            />
          ) : (
            <LoaderCircle
              aria-hidden
              className="absolute inset-0 m-auto size-4 animate-spin text-accent"
            />
          )}
          {image && <PickMark imageId={image.id} className="right-1 bottom-1" />}
        </span>
        <span
          className={classNames(
            "block w-full truncate text-center text-[12px] leading-4 max-sm:sr-only",
            isCurrent ? "font-medium text-ink" : "text-muted group-hover:text-ink",
          )}
        >
          {label}
        </span>
      </button>
    </li>
  );
}

function Line({ isShown, isPast }: { isShown: boolean; isPast: boolean }) {
  return (
    <span
      className={classNames(
        "h-0.5 flex-1",
        isShown ? (isPast ? "bg-ink" : "bg-line") : "bg-transparent",
      )}
    />
  );
}
