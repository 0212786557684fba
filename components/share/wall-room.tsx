"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useRef, useSyncExternalStore } from "react";
import { thumbhashColour } from "@/components/picture/thumbhash-colour";
import { ratioClass, ratioRef } from "@/components/share/ratio";
import { PickMark } from "@/components/share/review/pick-mark";
import { ShareFooter } from "@/components/share/share-footer";
import { ShareHeader } from "@/components/share/share-header";
import { sharedImagePath, useShare } from "@/components/share/share-context";
import { WallViewer } from "@/components/share/wall-viewer";
import { useHydrated } from "@/components/ui/use-hydrated";
import type { ImageId } from "@/lib/contracts/ids";
import type { SharedImage } from "@/lib/contracts/share-view";

/** Pictures that load at once; the others wait until they are near. */
const FIRST = 12;

/**
 * A collection or a selection as a wall of justified rows. The browser lays them out: each picture grows in proportion
 * to its width, so a page of hundreds needs no script to be right.
 */
export function WallRoom({ tools }: { tools?: ReactNode }) {
  const t = useTranslations("share.wall");
  const { view } = useShare();
  const [shownId, show] = useShownImage();
  const wall = useRef<HTMLUListElement>(null);
  const close = () => {
    if (shownId === null) return;
    show(null);
    wall.current?.querySelector<HTMLElement>(`[data-image="${shownId}"]`)?.focus();
  };
  const shown = view.images.find(({ id }) => id === shownId) ?? null;
  return (
    <div className="flex min-h-dvh flex-col">
      <ShareHeader>{tools}</ShareHeader>
      <main className="flex-1 sm:px-8">
        {view.description && (
          <p className="max-w-[720px] px-5 pb-5 text-[15px] leading-[22px] whitespace-pre-line text-muted sm:px-0">
            {view.description}
          </p>
        )}
        {view.images.length === 0 ? (
          <p className="px-5 py-24 text-center text-[15px] text-muted">{t("empty")}</p>
        ) : (
          <ul
            ref={wall}
            className="flex flex-wrap gap-[3px] [--row:112px] after:grow-[1000] sm:gap-2 sm:[--row:220px]"
          >
            {view.images.map((image, index) => (
              <Tile key={image.id} image={image} isFirst={index < FIRST} onOpen={show} />
            ))}
          </ul>
        )}
      </main>
      <ShareFooter className="mt-6" />
      {shown && <WallViewer image={shown} onShow={show} onClose={close} />}
    </div>
  );
}

type TileProps = {
  image: SharedImage;
  isFirst: boolean;
  onOpen: (imageId: ImageId) => void;
};

function Tile({ image, isFirst, onOpen }: TileProps) {
  const t = useTranslations("share.wall");
  const { base } = useShare();
  const isHydrated = useHydrated();
  return (
    <li
      ref={ratioRef(image)}
      className={`${ratioClass(image)} relative max-w-full shrink grow-(--ratio) basis-[calc(var(--ratio)*var(--row))]`}
    >
      <button
        type="button"
        data-image={image.id}
        aria-label={t("open", { name: image.alt })}
        onClick={() => onOpen(image.id)}
        className="block aspect-(--ratio) w-full cursor-zoom-in overflow-hidden bg-plate focus-visible:-outline-offset-2 sm:rounded-print"
        style={isHydrated ? { backgroundColor: thumbhashColour(image.thumbhash) } : undefined}
      >
        <img
          src={sharedImagePath(base, image.id, 512)}
          alt=""
          width={image.width}
          height={image.height}
          loading={isFirst ? "eager" : "lazy"}
          decoding="async"
          className="size-full object-cover"
        />
      </button>
      <PickMark imageId={image.id} className="top-2 right-2" />
    </li>
  );
}

const listeners = new Set<() => void>();
const readHash = () => location.hash.slice(1);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

/** The picture in the viewer, in the address: Back closes it. */
function useShownImage() {
  const { view } = useShare();
  const name = useSyncExternalStore(subscribe, readHash, () => "");
  const shownId = view.images.find(({ id }) => id === name)?.id ?? null;
  const show = (imageId: ImageId | null) => {
    if (imageId !== null && shownId === null) history.pushState(null, "", `#${imageId}`);
    else history.replaceState(null, "", imageId === null ? location.pathname : `#${imageId}`);
    for (const listener of listeners) listener();
  };
  return [shownId, show] as const;
}
