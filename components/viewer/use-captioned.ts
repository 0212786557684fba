"use client";

import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import type { StripPicture } from "@/components/viewer/viewer-order";
import { call } from "@/lib/client/call";
import type { ImageId } from "@/lib/contracts/ids";

/** When a caption this near to the current picture is missing, all missing ones are asked for at once. */
const NEAR = 8;

let captions: ReadonlyMap<ImageId, string> = new Map();
const asked = new Set<ImageId>();
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

async function ask(ids: readonly ImageId[]): Promise<void> {
  for (const id of ids) asked.add(id);
  try {
    const reply = await call("images.captions", { query: { ids: [...ids] } });
    captions = new Map([
      ...captions,
      ...reply.captions.map((one) => [one.id, one.caption] as const),
    ]);
    for (const listener of listeners) listener();
  } catch {
    // A filmstrip without words; the next step asks again.
    for (const id of ids) asked.delete(id);
  }
}

/** The pictures of a filmstrip with their captions. A wall knows none, so the server is asked for those around. */
export function useCaptioned(
  pictures: readonly StripPicture[],
  currentId: ImageId,
): readonly StripPicture[] {
  const known = useSyncExternalStore(
    subscribe,
    () => captions,
    () => captions,
  );
  const at = pictures.findIndex(({ id }) => id === currentId);
  const near = pictures.slice(Math.max(0, at - NEAR), at + NEAR + 1);
  const isDue = near.some(({ id, caption }) => caption === null && !asked.has(id));
  const askAround = useEffectEvent(() => {
    const ids = pictures.flatMap(({ id, caption }) =>
      caption === null && !asked.has(id) ? [id] : [],
    );
    if (ids.length > 0) void ask(ids);
  });
  // At each step until they are there.
  const dueAt = isDue ? currentId : null;
  useEffect(() => {
    if (dueAt !== null) askAround();
  }, [dueAt]);
  if (pictures.every(({ caption }) => caption !== null)) return pictures;
  return pictures.map((one) => ({ ...one, caption: one.caption ?? known.get(one.id) ?? "" }));
}
