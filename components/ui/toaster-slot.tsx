"use client";

import { lazy, Suspense, useEffect, useSyncExternalStore } from "react";
import { toastLayer } from "@/components/ui/toast";

const load = () => import("@/components/ui/toaster");
const Toaster = lazy(load);

/** Where toasts appear; empty, and free, until the first one. */
export function ToasterSlot() {
  const isWanted = useSyncExternalStore(toastLayer.subscribe, toastLayer.isWanted, () => false);
  useEffect(fetchWithFirstPress, []);
  if (!isWanted) return null;
  return (
    <Suspense fallback={null}>
      <Toaster />
    </Suspense>
  );
}

/** The toaster may be there to say that the network is gone, and then it is too late to fetch it. */
function fetchWithFirstPress(): () => void {
  const done = new AbortController();
  const fetchIt = () => {
    done.abort();
    // Where this fails, the first toast tries again.
    Promise.all([load(), import("sonner")]).catch(() => undefined);
  };
  for (const name of ["keydown", "pointerdown"]) {
    window.addEventListener(name, fetchIt, { signal: done.signal });
  }
  return () => done.abort();
}
