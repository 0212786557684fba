import { subscribeToImages } from "@/lib/client/image-events";
import type { WallScope } from "@/lib/client/wall/wall-state";
import { WallStore } from "@/lib/client/wall/wall-store";

/** Walls kept for Back. */
const KEPT = 4;

const walls = new Map<string, WallStore>();
let isListening = false;

export function scopeKey({ view, query, sort, collectionId, stacks }: WallScope): string {
  return JSON.stringify([view, sort, query, collectionId, stacks]);
}

/** The wall of a scope: the one this tab had, or a new one that loads. */
export function wallOf(scope: WallScope): WallStore {
  if (!isListening) {
    isListening = true;
    subscribeToImages((payload) => {
      for (const wall of walls.values()) wall.takeEvent(payload);
    });
  }
  const key = scopeKey(scope);
  const wall = walls.get(key) ?? new WallStore(scope);
  walls.delete(key);
  walls.set(key, wall);
  const [oldest] = walls.keys();
  if (walls.size > KEPT && oldest !== undefined) walls.delete(oldest);
  return wall;
}
