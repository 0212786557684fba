"use client";

import { lazy, Suspense, useSyncExternalStore } from "react";
import { toastLayer } from "@/components/ui/toast";

const Toaster = lazy(() => import("@/components/ui/toaster"));

/** Where toasts appear; empty, and free, until the first one. */
export function ToasterSlot() {
  const isWanted = useSyncExternalStore(toastLayer.subscribe, toastLayer.isWanted, () => false);
  if (!isWanted) return null;
  return (
    <Suspense fallback={null}>
      <Toaster />
    </Suspense>
  );
}
