import "server-only";
import { AsyncResource } from "node:async_hooks";

type Listener = () => void;

const KEY = Symbol.for("pentimento.queue-wake");
const holder: typeof globalThis & { [KEY]?: Set<Listener> } = globalThis;

/** On globalThis, because Next bundles this file more than once. */
const listeners = (holder[KEY] ??= new Set<Listener>());

/**
 * Tells this process's dispatcher that generations were queued, which saves the time until their jobs arrive. Call it
 * after the commit. Other processes learn it from the jobs alone.
 */
export function wakeQueue(): void {
  for (const listener of listeners) listener();
}

/**
 * Subscribes to `wakeQueue`. The listener runs in the async context of the subscription, so that its work neither uses
 * a request's connections nor keeps the request in memory. Returns the unsubscribe function.
 */
export function onQueueWake(listener: Listener): () => void {
  const bound = AsyncResource.bind(listener);
  listeners.add(bound);
  return () => void listeners.delete(bound);
}
