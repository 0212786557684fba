/** Named gates that hold answers, so that a test can stop at an exact stage without a clock. */
export class Gates {
  readonly #open = new Set<string>();
  readonly #waiting = new Map<string, (() => void)[]>();
  readonly #watching = new Map<string, (() => void)[]>();

  /** Resolves at once if the gate was already released. */
  wait(gate: string): Promise<void> {
    if (this.#open.has(gate)) return Promise.resolve();
    return new Promise((resolve) => {
      append(this.#waiting, gate, resolve);
      for (const seen of take(this.#watching, gate)) seen();
    });
  }

  /** Resolves when something waits at the gate. */
  reached(gate: string): Promise<void> {
    if ((this.#waiting.get(gate)?.length ?? 0) > 0) return Promise.resolve();
    return new Promise((resolve) => append(this.#watching, gate, resolve));
  }

  release(gate: string): void {
    this.#open.add(gate);
    for (const go of take(this.#waiting, gate)) go();
  }

  /** Number of waiters by gate. */
  waiting(): Record<string, number> {
    return Object.fromEntries([...this.#waiting].map(([gate, all]) => [gate, all.length]));
  }

  /** Releases all waiters and resets. */
  clear(): void {
    for (const gate of this.#waiting.keys()) for (const go of take(this.#waiting, gate)) go();
    this.#open.clear();
    this.#watching.clear();
  }
}

function append(map: Map<string, (() => void)[]>, key: string, value: () => void): void {
  const all = map.get(key);
  if (all) all.push(value);
  else map.set(key, [value]);
}

function take(map: Map<string, (() => void)[]>, key: string): (() => void)[] {
  const all = map.get(key) ?? [];
  map.delete(key);
  return all;
}
