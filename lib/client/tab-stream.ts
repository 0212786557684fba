/** Id of this tab's event stream, by which the server knows what the tab is viewing. */
let current: string | null = null;
const listeners = new Set<() => void>();

/** Called by the event stream on each connection. */
export function setTabStream(streamId: string): void {
  current = streamId;
  for (const listener of listeners) listener();
}

/** Null before the first connection. */
export function tabStream(): string | null {
  return current;
}

/** Subscribes to new connections. Returns the unsubscribe function. */
export function onTabStream(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
