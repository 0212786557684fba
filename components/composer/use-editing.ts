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
 * Loads an earlier instruction into the composer for editing, and restores the previous draft when editing ends. The
 * instruction itself never changes: sending creates a sibling. Returns the draft set aside, null while nothing is
 * edited.
 */
export function useEditing(
  editing: TurnView | null,
  written: Written,
  show: (what: Written) => void,
  /** An unfinished edit from a stored draft or a failed request. */
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
