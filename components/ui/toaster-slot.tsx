"use client";

import { type ComponentType, useEffect, useState, useSyncExternalStore } from "react";
import { type PlainNotice, toastLayer } from "@/components/ui/toast";

const load = () => import("@/components/ui/toaster");

/** Renders nothing until the first toast. */
export function ToasterSlot() {
  const isWanted = useSyncExternalStore(toastLayer.subscribe, toastLayer.isWanted, () => false);
  const notice = useSyncExternalStore(toastLayer.subscribe, toastLayer.plainNotice, () => null);
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
      {notice && <Plain notice={notice} />}
    </>
  );
}

/** A toast that needs no toaster. */
function Plain({ notice: { text, action } }: { notice: PlainNotice }) {
  return (
    <div
      role="alert"
      className="float fixed top-[60px] right-3 left-3 z-[60] flex items-center gap-3 rounded-[11px] border-l-2 border-l-danger px-3.5 py-3 text-[14px] text-ink sm:right-4 sm:left-auto sm:w-[356px]"
    >
      <p className="min-w-0 flex-1">{text}</p>
      {action && (
        <button
          type="button"
          onClick={action.onSelect}
          className="shrink-0 rounded-[7px] px-2 py-1 font-medium text-accent-strong hover:bg-hover"
        >
          {action.label}
        </button>
      )}
    </div>
  );
}

/** Load the toaster early: it may have to report that the network is gone. */
function fetchWithFirstPress(): () => void {
  const done = new AbortController();
  const fetchIt = () => {
    done.abort();
    // On failure the first toast tries again.
    Promise.all([load(), import("sonner")]).catch(() => undefined);
  };
  for (const name of ["keydown", "pointerdown"]) {
    window.addEventListener(name, fetchIt, { signal: done.signal });
  }
  return () => done.abort();
}
