"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useMemo, useRef } from "react";
import { toId } from "@/components/shell/address-id";
import type { ImageId, TurnId } from "@/lib/contracts/ids";

export type ThreadLocation = {
  /** The turn in the address; null for the newest. */
  at: TurnId | null;
  /** The picture that the viewer shows. */
  view: ImageId | null;
  goTo: (at: TurnId | null) => void;
  openView: (imageId: ImageId) => void;
  /** Shows another picture in an open viewer without adding a history entry. */
  swapView: (imageId: ImageId) => void;
  closeView: () => void;
  /** `view` as currently in the address, which can be ahead of the render. */
  viewNow: () => ImageId | null;
};

/**
 * The position inside a thread, kept in the address (`?at=` and `?view=`) so that it survives reload, links and Back.
 * Written with the History API, because no server render is needed.
 */
export function useThreadLocation(): ThreadLocation {
  const pathname = usePathname();
  const search = useSearchParams();
  const wasPushed = useRef(false);

  const write = useCallback(
    (
      how: "push" | "replace",
      change: Record<"at" | "view", string | null> | { view: string | null },
    ) => {
      const next = new URLSearchParams(search);
      for (const [name, value] of Object.entries(change)) {
        if (value === null) next.delete(name);
        else next.set(name, value);
      }
      const url = next.size > 0 ? `${pathname}?${next.toString()}` : pathname;
      if (how === "push") window.history.pushState(null, "", url);
      else window.history.replaceState(null, "", url);
    },
    [pathname, search],
  );

  const at = search.get("at");
  const view = search.get("view");
  return useMemo(
    () => ({
      at: toId<TurnId>(at),
      view: toId<ImageId>(view),
      goTo: (turnId) => write("push", { at: turnId, view: null }),
      openView: (imageId) => {
        wasPushed.current = true;
        write("push", { view: imageId });
      },
      swapView: (imageId) => write("replace", { view: imageId }),
      closeView: () => {
        if (wasPushed.current) window.history.back();
        else write("replace", { view: null });
        wasPushed.current = false;
      },
      viewNow: () => toId<ImageId>(new URLSearchParams(window.location.search).get("view")),
    }),
    [at, view, write],
  );
}
