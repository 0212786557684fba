/** The id of this tab's connected event stream: by it the server knows which tab looks at what. */
let current: string | null = null;
const listeners = new Set<() => void>();

/** Said by the event stream each time that it connects. */
export function setTabStream(streamId: string): void {
  current = streamId;
  for (const listener of listeners) listener();
}

/** Null before the first connection. */
export function tabStream(): string | null {
  return current;
}

/** Hears of each new connection. Returns how to stop. */
export function onTabStream(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
