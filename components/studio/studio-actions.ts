"use client";

import { createContext, useContext } from "react";
import type { ModelOffer } from "@/lib/contracts/account";
import type { ImageId, TurnId } from "@/lib/contracts/ids";
import type { ImageView } from "@/lib/contracts/images";
import type { TurnSettings } from "@/lib/contracts/settings";
import type { ThreadSummary } from "@/lib/contracts/threads";
import type { TurnView } from "@/lib/contracts/turns";

/** What pictures and turns can trigger in the surrounding thread. */
export type StudioActions = {
  /** Whether the user may create turns here; without it no creating or changing action is offered. */
  mayMake: boolean;
  /** Select this picture as the base of the next turn. */
  refine: (imageId: ImageId) => void;
  /** Send the same instruction again as a sibling, optionally with changed settings. */
  vary: (turn: TurnView, change?: Partial<TurnSettings>) => void;
  /** Load the instruction into the composer; sending creates a sibling. */
  edit: (turn: TurnView) => void;
  addReference: (image: ImageView) => void;
  showRequest: (turnId: TurnId) => void;
  open: (imageId: ImageId) => void;
  /** Show the path to a turn of another branch. */
  goTo: (turnId: TurnId) => void;
  /** Go to a turn just created from a picture and focus it; an open viewer shows its result. */
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
