"use client";

import { type ComponentType, useEffect, useState, useSyncExternalStore } from "react";
import { toastLayer } from "@/components/ui/toast";

const load = () => import("@/components/ui/toaster");

/** Where toasts appear; empty, and free, until the first one. */
export function ToasterSlot() {
  const isWanted = useSyncExternalStore(toastLayer.subscribe, toastLayer.isWanted, () => false);
  const plainText = useSyncExternalStore(toastLayer.subscribe, toastLayer.plainText, () => null);
  const [Toaster, setToaster] = useState<ComponentType | null>(null);
  const isMissing = isWanted && Toaster === null;
  useEffect(fetchWithFirstPress, []);
  useEffect(() => {
    if (!isMissing) return;
    load().then((it) => setToaster(() => it.default), toastLayer.markFailed);
  }, [isMissing]);
  return (
    <>
      {Toaster && <Toaster />}
      {plainText !== null && (
        <p
          role="alert"
          className="float fixed top-[60px] right-3 left-3 z-[60] rounded-[11px] border-l-2 border-l-danger px-3.5 py-3 text-[14px] text-ink sm:left-auto sm:w-[356px]"
        >
          {plainText}
        </p>
      )}
    </>
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
