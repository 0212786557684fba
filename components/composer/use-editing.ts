"use client";

import { type RefObject, useEffect, useRef } from "react";
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
): RefObject<Written | null> {
  const aside = useRef<Written | null>(null);
  const latest = useRef({ written, show });
  latest.current = { written, show };
  useEffect(() => {
    const { current } = latest;
    if (editing !== null) {
      const { text, references, settings, systemInstruction } = current.written;
      aside.current ??= { text, references, settings, systemInstruction };
      current.show({
        text: editing.prompt,
        references: editing.references,
        settings: editing.settings,
        systemInstruction: editing.systemInstruction,
      });
    } else if (aside.current !== null) {
      current.show(aside.current);
      aside.current = null;
    }
  }, [editing]);
  return aside;
}
