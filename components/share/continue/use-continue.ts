"use client";

import { useState } from "react";
import type { ImageId } from "@/lib/contracts/ids";

type Options = {
  /** `/s/<token>`. */
  base: string;
  /** The studio's own origin, where people are signed in; it may be another than the link's. */
  studio: string;
  /** The image in the address of those who come back from signing in. */
  firstId: string | null;
};

/** Which image the visitor is about to continue from. */
export function useContinue({ base, studio, firstId }: Options) {
  const [imageId, setImageId] = useState<string | null>(firstId);
  const pathOf = (id: string) => `${base}?continue=${id}`;
  return {
    imageId,
    signInPath: `/sign-in?next=${encodeURIComponent(pathOf(imageId ?? ""))}`,
    start: (id: ImageId) => {
      if (studio === location.origin) setImageId(id);
      else location.assign(`${studio}${pathOf(id)}`);
    },
    stop: () => {
      setImageId(null);
      // A reload must not ask again.
      if (location.search !== "") history.replaceState(null, "", location.pathname + location.hash);
    },
  };
}
