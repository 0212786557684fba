"use client";

import { useState } from "react";
import { fromSent } from "@/lib/client/mention-text";
import type { ImageView } from "@/lib/contracts/images";
import type { TurnSettings } from "@/lib/contracts/settings";
import type { TurnView } from "@/lib/contracts/turns";

export type Written = {
  text: string;
  references: ImageView[];
  settings: TurnSettings;
  systemInstruction: string;
};

/**
 * Puts an earlier instruction into the composer while it is edited, and puts back what stood there before
 * when that ends. The instruction itself is never changed: sending makes a sibling.
 * Returns what was set aside, null while nothing is edited.
 */
export function useEditing(
  editing: TurnView | null,
  written: Written,
  show: (what: Written) => void,
  /** Words that were being written into it before, by a draft or a press that failed. */
  resumed: (Written & { turnId: string }) | null,
): Written | null {
  const [shownId, setShownId] = useState<string | null>(null);
  const [aside, setAside] = useState<Written | null>(null);
  const editingId = editing?.id ?? null;
  if (editingId !== shownId) {
    setShownId(editingId);
    if (editing !== null) {
      setAside(aside ?? written);
      show(
        resumed?.turnId === editing.id
          ? resumed
          : { ...editing, text: fromSent(editing.prompt, editing.mentions) },
      );
    } else if (aside !== null) {
      setAside(null);
      show(aside);
    }
  }
  return aside;
}
