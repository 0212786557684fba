"use client";

import { useEffect, useEffectEvent } from "react";
import { takeReferences } from "@/lib/client/reference-handoff";
import type { ImageId } from "@/lib/contracts/ids";

/**
 * Takes the pictures that another page chose as references.
 * @param isReady the stored draft is there, which replaces the references
 */
export function useHandedReferences(isReady: boolean, add: (imageId: ImageId) => void): void {
  const take = useEffectEvent(() => {
    for (const imageId of takeReferences()) add(imageId);
  });
  useEffect(() => {
    if (isReady) take();
  }, [isReady]);
}
