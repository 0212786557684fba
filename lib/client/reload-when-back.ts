"use client";

import { useEffect } from "react";

const ASK_AGAIN_MS = 3_000;
/** A file that stays missing must not make a page reload without end. */
const RELOADS_APART_MS = 30_000;
const LAST_RELOAD = "pentimento.reloaded-at";

/**
 * For a page that could not be shown. Where one of its own files was missing (the network was gone, or the studio was
 * updated beneath an open tab) only the whole page can be had again: it comes by itself once the studio answers.
 * Returns what "try again" does.
 */
export function useWayBack(error: unknown, tryAgain: () => void): () => void {
  const isFileMissing = error instanceof Error && error.name === "ChunkLoadError";
  useEffect(() => {
    if (!isFileMissing || wasJustReloaded()) return undefined;
    const timer = setInterval(() => void reloadIfBack(), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isFileMissing]);
  return isFileMissing ? () => location.reload() : tryAgain;
}

function wasJustReloaded(): boolean {
  return Date.now() - Number(sessionStorage.getItem(LAST_RELOAD) ?? 0) < RELOADS_APART_MS;
}

async function reloadIfBack(): Promise<void> {
  const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return;
  sessionStorage.setItem(LAST_RELOAD, String(Date.now()));
  location.reload();
}
