"use client";

import { createContext, use } from "react";
import type { ImageId } from "@/lib/contracts/ids";
import type { SharedImage, ShareData } from "@/lib/contracts/share-view";

export type OpenShare = {
  /** `/s/<token>`: all that a visitor needs lies below it. */
  base: string;
  view: ShareData;
  imageOf: (imageId: ImageId | null) => SharedImage | null;
  /** Continues in the visitor's own studio; null where the link does not allow it. */
  startContinue: ((imageId: ImageId) => void) | null;
};

const ShareContext = createContext<OpenShare | null>(null);
export const ShareProvider = ShareContext;

export function useShare(): OpenShare {
  const share = use(ShareContext);
  if (!share) throw new Error("useShare needs a ShareProvider above it");
  return share;
}

/** Bytes of an image as a visitor gets them. */
export function sharedImagePath(
  base: string,
  imageId: ImageId,
  variant: 256 | 512 | 1440 | "original",
): string {
  return `${base}/images/${imageId}/${variant}`;
}
