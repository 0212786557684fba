"use client";

import { useEffect } from "react";

const ASK_AGAIN_MS = 3_000;
/** Minimum time between reloads, so that a file that stays missing does not cause a loop. */
const RELOADS_APART_MS = 30_000;
const LAST_RELOAD = "pentimento.reloaded-at";

/**
 * Recovers a page that failed to render because one of its files was missing (offline, or the server was updated):
 * reloads once the server answers. Returns the handler of "Try again".
 */
export function useReloadWhenBack(error: unknown, tryAgain: () => void): () => void {
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
