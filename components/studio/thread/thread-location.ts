"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useMemo, useRef } from "react";
import { toId } from "@/components/studio/thread/address-id";
import type { ImageId, TurnId } from "@/lib/contracts/ids";

export type ThreadLocation = {
  /** The turn that the address stands at; null for the newest. */
  at: TurnId | null;
  /** The picture that the viewer shows. */
  view: ImageId | null;
  goTo: (at: TurnId | null) => void;
  openView: (imageId: ImageId) => void;
  /** The next picture in an open viewer: no new step for the Back button. */
  swapView: (imageId: ImageId) => void;
  closeView: () => void;
  /** `view` as the address has it this instant: what is rendered follows it. */
  viewNow: () => ImageId | null;
};

/**
 * Where one is inside a thread, kept in the address (`?at=` and `?view=`) so that it can be linked, reloaded and
 * gone back from. It is written with the History API: nothing of it needs the server to render a page again.
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
