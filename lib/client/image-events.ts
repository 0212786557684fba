import type { ImageEvent } from "@/lib/contracts/events";

type Listener = (payload: ImageEvent) => void;
const listeners = new Set<Listener>();

/** For pages that hold images outside the query cache: the wall of the gallery. */
export function subscribeToImages(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function publishImageEvent(payload: ImageEvent): void {
  for (const listener of listeners) listener(payload);
}
