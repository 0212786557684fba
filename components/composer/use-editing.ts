"use client";

import { useEffect, useRef } from "react";
import type { ImageView } from "@/lib/contracts/images";
import type { TurnSettings } from "@/lib/contracts/settings";
import type { TurnView } from "@/lib/contracts/turns";

export type Written = {
  text: string;
  images: ImageView[];
  settings: TurnSettings;
  systemInstruction: string;
};

/**
 * Puts an earlier instruction into the composer while it is edited, and puts back what stood there before
 * when that ends. The instruction itself is never changed: sending makes a sibling.
 */
export function useEditing(
  editing: TurnView | null,
  written: Written,
  show: (what: Written) => void,
): void {
  const aside = useRef<Written | null>(null);
  const latest = useRef({ written, show });
  latest.current = { written, show };
  useEffect(() => {
    const { current } = latest;
    if (editing !== null) {
      aside.current ??= current.written;
      current.show({
        text: editing.prompt,
        images: editing.references,
        settings: editing.settings,
        systemInstruction: editing.systemInstruction,
      });
    } else if (aside.current !== null) {
      current.show(aside.current);
      aside.current = null;
    }
  }, [editing]);
}
