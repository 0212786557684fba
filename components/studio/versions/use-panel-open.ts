"use client";

import { useSyncExternalStore } from "react";

const STORAGE_KEY = "versions-panel";
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Without storage access the panel is open and its state is not remembered. */
function read(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) !== "closed";
  } catch {
    return true;
  }
}

function write(isOpen: boolean): void {
  try {
    localStorage.setItem(STORAGE_KEY, isOpen ? "open" : "closed");
  } catch {
    return;
  }
  for (const listener of listeners) listener();
}

/** Whether the versions panel is open beside the thread; remembered in this browser. */
export function usePanelOpen(): [boolean, (isOpen: boolean) => void] {
  return [useSyncExternalStore(subscribe, read, () => true), write];
}
