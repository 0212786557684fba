type Waiting = () => void;

/**
 * Limits how many tasks run at once. Others wait in memory, and keys take turns: a hundred tasks under one key delay
 * the first of another key by one task, not by a hundred.
 */
export class FairGate {
  readonly #width: number;
  #running = 0;
  /** Keys in the order of their turns. No list is empty. */
  readonly #waiting = new Map<string, Waiting[]>();

  constructor(width: number) {
    this.#width = width;
  }

  /** Number of tasks waiting under a key. */
  waiting(key: string): number {
    return this.#waiting.get(key)?.length ?? 0;
  }

  /** Runs `work` when it is its turn; resolves and rejects as `work` does. */
  async pass<T>(key: string, work: () => Promise<T>): Promise<T> {
    if (this.#running < this.#width) this.#running += 1;
    else await this.#turnOf(key);
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  #turnOf(key: string): Promise<void> {
    return new Promise((resolve) => {
      const list = this.#waiting.get(key);
      if (list === undefined) this.#waiting.set(key, [resolve]);
      else list.push(resolve);
    });
  }

  /** Passes the slot on directly, so that a new task cannot take it. */
  #leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#running -= 1;
      return;
    }
    const [key, [first, ...rest]] = next;
    this.#waiting.delete(key);
    if (rest.length > 0) this.#waiting.set(key, rest);
    first?.();
  }
}
