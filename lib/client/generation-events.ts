import type { GenerationView } from "@/lib/contracts/generations";
import type { GenerationId } from "@/lib/contracts/ids";

type Listener = (generation: GenerationView) => void;

const listeners = new Map<GenerationId, Set<Listener>>();

/** Called by the event stream for every changed generation, before the cache has it. */
export function publishGeneration(generation: GenerationView): void {
  for (const listener of listeners.get(generation.id) ?? []) listener(generation);
}

/** Subscribes to the changes of one generation. Returns the unsubscribe function. */
export function subscribeGeneration(id: GenerationId, listener: Listener): () => void {
  const own = listeners.get(id) ?? new Set();
  listeners.set(id, own.add(listener));
  return () => {
    own.delete(listener);
    if (own.size === 0 && listeners.get(id) === own) listeners.delete(id);
  };
}
