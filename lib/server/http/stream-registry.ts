import "server-only";

/** The open event streams of this process, so that shutdown can close them: they never end on their own. */
export type StreamRegistry = {
  readonly size: number;
  /** False once shutdown has begun, so that reconnecting browsers do not delay it. */
  readonly isOpen: boolean;
  add(close: () => void): () => void;
  closeAll(): void;
};

/** An empty registry; the process uses `streamRegistry` below. */
export function makeStreamRegistry(): StreamRegistry {
  const open = new Set<() => void>();
  let isOpen = true;
  return {
    get size() {
      return open.size;
    },
    get isOpen() {
      return isOpen;
    },
    add(close) {
      open.add(close);
      return () => void open.delete(close);
    },
    closeAll() {
      isOpen = false;
      for (const close of open) close();
      open.clear();
    },
  };
}

/** On globalThis, since Next bundles this file into routes and instrumentation separately. */
const KEY = Symbol.for("pentimento.streams");
const holder: typeof globalThis & { [KEY]?: StreamRegistry } = globalThis;
export const streamRegistry: StreamRegistry = (holder[KEY] ??= makeStreamRegistry());
