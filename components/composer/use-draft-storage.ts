"use client";

import { useEffect } from "react";
import { useLatest } from "@/components/ui/use-latest";
import { type Draft, draftKey, type DraftScope, parseDraft, saveDraft } from "@/lib/client/drafts";

/**
 * Stores a draft in this browser; null until it is read. When another tab sends or clears the same text, it is cleared
 * here too, so that it is not sent and paid for twice.
 */
export function useDraftStorage(
  { userId, threadId }: DraftScope,
  draft: Draft | null,
  onCleared: () => void,
): void {
  const stored = draft === null ? null : JSON.stringify(draft);
  const latest = useLatest({ draft, onCleared });
  useEffect(() => {
    const { current } = latest;
    if (stored !== null && current.draft !== null) saveDraft({ userId, threadId }, current.draft);
  }, [latest, stored, threadId, userId]);

  useEffect(() => {
    const key = draftKey({ userId, threadId });
    const onStorage = (event: StorageEvent) => {
      if (event.storageArea !== window.localStorage || !isKey(event, key)) return;
      const { current } = latest;
      const before = parseDraft(event.oldValue);
      const isSame = before !== null && before.text === current.draft?.text && before.text !== "";
      if (event.newValue === null && isSame) current.onCleared();
    };
    window.addEventListener("storage", onStorage);
    return () => window.removeEventListener("storage", onStorage);
  }, [latest, threadId, userId]);
}

/** Compares the storage key of the event (not a keyboard key). */
function isKey({ key: name }: StorageEvent, key: string): boolean {
  return name === key;
}
