"use client";

import { createContext, useContext } from "react";
import type { ModelOffer } from "@/lib/contracts/account";
import type { ImageId, TurnId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";
import type { TurnSettings } from "@/lib/contracts/settings";
import type { ThreadSummary } from "@/lib/contracts/threads";
import type { TurnView } from "@/lib/contracts/turns";

/** What the pictures and turns of a thread ask of the studio around them. */
export type StudioActions = {
  /** Whether one may make pictures here; who may only look is offered nothing that makes or changes any. */
  mayMake: boolean;
  /** Stand on this picture: the next instruction goes on from it. */
  refine: (imageId: ImageId) => void;
  /** The same instruction again, as a sibling; with some settings changed, where given. */
  vary: (turn: TurnView, change?: Partial<TurnSettings>) => void;
  /** Take the instruction into the composer; sending makes a sibling. */
  edit: (turn: TurnView) => void;
  addReference: (image: ImageView) => void;
  showRequest: (turnId: TurnId) => void;
  /** Open the viewer. */
  open: (imageId: ImageId) => void;
  /** Stand at a turn of another branch. */
  goTo: (turnId: TurnId) => void;
  /** Go to a turn just made from a picture, with the focus; an open viewer shows what came of it. */
  follow: (turn: TurnView, thread: ThreadSummary) => void;
  modelOf: (model: string) => ModelOffer | undefined;
};

const StudioActionsContext = createContext<StudioActions | null>(null);
export const StudioActionsProvider = StudioActionsContext;

export function useStudioActions(): StudioActions {
  const actions = useContext(StudioActionsContext);
  if (!actions) throw new Error("useStudioActions needs a StudioActionsProvider above it");
  return actions;
}
