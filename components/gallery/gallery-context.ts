"use client";

import { createContext, use } from "react";
import type { ImageListView } from "@/lib/contracts/image-lists";
import type { ImageId } from "@/lib/contracts/ids";

/** What can be done with a picture of the wall. */
export type PictureActs = {
  view: ImageListView;
  /** Whether the reader may create in this workspace. */
  mayMake: boolean;
  /** Whether the reader may move it to the trash: its creator, and those who manage the workspace. */
  mayTrash: (imageId: ImageId) => boolean;
  open: (imageId: ImageId) => void;
  toggleFavourite: (imageId: ImageId) => void;
  refine: (imageId: ImageId) => void;
  openThread: (imageId: ImageId) => void;
  trash: (imageId: ImageId) => void;
  restore: (imageId: ImageId) => void;
  /** Asks first. */
  purge: (imageId: ImageId) => void;
};

const PictureActsContext = createContext<PictureActs | null>(null);
export const PictureActsProvider = PictureActsContext;

export function usePictureActs(): PictureActs {
  const acts = use(PictureActsContext);
  if (!acts) throw new Error("usePictureActs needs a PictureActsProvider above it");
  return acts;
}
