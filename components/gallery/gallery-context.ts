"use client";

import { createContext, use } from "react";
import type { PickerKind } from "@/components/viewer/picker/pickers";
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
  /** Sends its instruction once more, in its thread. */
  vary: (imageId: ImageId) => void;
  /** A new thread with the picture as its reference. */
  reference: (imageId: ImageId) => void;
  openThread: (imageId: ImageId) => void;
  trash: (imageId: ImageId) => void;
  restore: (imageId: ImageId) => void;
  /** Asks first. */
  purge: (imageId: ImageId) => void;
  select: (imageId: ImageId) => void;
  /** Opens the picker of tags or collections. */
  pick: (kind: PickerKind, imageId: ImageId) => void;
  share: (imageId: ImageId) => void;
  /** Null outside a collection that the reader may change so. */
  takeOut: ((imageId: ImageId) => void) | null;
  makeCover: ((imageId: ImageId) => void) | null;
};

const PictureActsContext = createContext<PictureActs | null>(null);
export const PictureActsProvider = PictureActsContext;

export function usePictureActs(): PictureActs {
  const acts = use(PictureActsContext);
  if (!acts) throw new Error("usePictureActs needs a PictureActsProvider above it");
  return acts;
}
